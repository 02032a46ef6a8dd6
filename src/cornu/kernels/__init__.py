"""Faster bodies for primitives, one package a kind of device."""

from cornu.kernels import cpu as cpu
