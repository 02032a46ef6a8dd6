"""What rounds values to fewer bits."""

from cornu.quantizers.quantizer import Quantizer as Quantizer
