"""Batches: from arrays, data frames, generators and data sets."""

from cornu.training.data.arrays import ArraySource as ArraySource
from cornu.training.data.iterables import IterableSource as IterableSource
from cornu.training.data.iterables import PyDataset as PyDataset
from cornu.training.data.iterables import unpack as unpack
from cornu.training.data.sources import Source as Source
from cornu.training.data.sources import make_source as make_source
