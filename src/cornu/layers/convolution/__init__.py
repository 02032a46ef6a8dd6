"""Layers that slide a kernel over their inputs."""

from cornu.layers.convolution.conv1d import Conv1D as Conv1D
from cornu.layers.convolution.conv2d import Conv2D as Conv2D
from cornu.layers.convolution.conv3d import Conv3D as Conv3D
