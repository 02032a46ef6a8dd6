"""Layers that slide a kernel over their inputs."""

from cornu.layers.convolution.conv1d import Conv1D as Conv1D
from cornu.layers.convolution.conv1d_transpose import Conv1DTranspose as Conv1DTranspose
from cornu.layers.convolution.conv2d import Conv2D as Conv2D
from cornu.layers.convolution.conv2d_transpose import Conv2DTranspose as Conv2DTranspose
from cornu.layers.convolution.conv3d import Conv3D as Conv3D
from cornu.layers.convolution.conv3d_transpose import Conv3DTranspose as Conv3DTranspose
from cornu.layers.convolution.depthwise_conv1d import DepthwiseConv1D as DepthwiseConv1D
from cornu.layers.convolution.depthwise_conv2d import DepthwiseConv2D as DepthwiseConv2D
from cornu.layers.convolution.separable_conv1d import SeparableConv1D as SeparableConv1D
from cornu.layers.convolution.separable_conv2d import SeparableConv2D as SeparableConv2D
