"""The parts models are made of."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from cornu.layers.activation import ELU as ELU
from cornu.layers.activation import LeakyReLU as LeakyReLU
from cornu.layers.activation import PReLU as PReLU
from cornu.layers.activation import ReLU as ReLU
from cornu.layers.activation import Softmax as Softmax
from cornu.layers.attention import AdditiveAttention as AdditiveAttention
from cornu.layers.attention import Attention as Attention
from cornu.layers.attention import GroupQueryAttention as GroupQueryAttention
from cornu.layers.attention import MultiHeadAttention as MultiHeadAttention
from cornu.layers.convolution import Conv1D as Conv1D
from cornu.layers.convolution import Conv1DTranspose as Conv1DTranspose
from cornu.layers.convolution import Conv2D as Conv2D
from cornu.layers.convolution import Conv2DTranspose as Conv2DTranspose
from cornu.layers.convolution import Conv3D as Conv3D
from cornu.layers.convolution import Conv3DTranspose as Conv3DTranspose
from cornu.layers.convolution import DepthwiseConv1D as DepthwiseConv1D
from cornu.layers.convolution import DepthwiseConv2D as DepthwiseConv2D
from cornu.layers.convolution import SeparableConv1D as SeparableConv1D
from cornu.layers.convolution import SeparableConv2D as SeparableConv2D
from cornu.layers.core import Activation as Activation
from cornu.layers.core import Dense as Dense
from cornu.layers.core import EinsumDense as EinsumDense
from cornu.layers.core import Embedding as Embedding
from cornu.layers.core import Identity as Identity
from cornu.layers.core import Lambda as Lambda
from cornu.layers.core import Masking as Masking
from cornu.layers.core import Maxout as Maxout
from cornu.layers.core import ReversibleEmbedding as ReversibleEmbedding
from cornu.layers.core import Wrapper as Wrapper
from cornu.layers.input_layer import Input as Input
from cornu.layers.input_layer import InputLayer as InputLayer
from cornu.layers.input_spec import InputSpec as InputSpec
from cornu.layers.layer import Layer as Layer
from cornu.layers.merging import Add as Add
from cornu.layers.merging import Average as Average
from cornu.layers.merging import Concatenate as Concatenate
from cornu.layers.merging import Dot as Dot
from cornu.layers.merging import Maximum as Maximum
from cornu.layers.merging import Minimum as Minimum
from cornu.layers.merging import Multiply as Multiply
from cornu.layers.merging import Subtract as Subtract
from cornu.layers.merging import add as add
from cornu.layers.merging import average as average
from cornu.layers.merging import concatenate as concatenate
from cornu.layers.merging import dot as dot
from cornu.layers.merging import maximum as maximum
from cornu.layers.merging import minimum as minimum
from cornu.layers.merging import multiply as multiply
from cornu.layers.merging import subtract as subtract
from cornu.layers.normalization import BatchNormalization as BatchNormalization
from cornu.layers.normalization import GroupNormalization as GroupNormalization
from cornu.layers.normalization import LayerNormalization as LayerNormalization
from cornu.layers.normalization import RMSNormalization as RMSNormalization
from cornu.layers.normalization import SpectralNormalization as SpectralNormalization
from cornu.layers.normalization import UnitNormalization as UnitNormalization
from cornu.layers.pooling import AdaptiveAveragePooling1D as AdaptiveAveragePooling1D
from cornu.layers.pooling import AdaptiveAveragePooling2D as AdaptiveAveragePooling2D
from cornu.layers.pooling import AdaptiveAveragePooling3D as AdaptiveAveragePooling3D
from cornu.layers.pooling import AdaptiveMaxPooling1D as AdaptiveMaxPooling1D
from cornu.layers.pooling import AdaptiveMaxPooling2D as AdaptiveMaxPooling2D
from cornu.layers.pooling import AdaptiveMaxPooling3D as AdaptiveMaxPooling3D
from cornu.layers.pooling import AveragePooling1D as AveragePooling1D
from cornu.layers.pooling import AveragePooling2D as AveragePooling2D
from cornu.layers.pooling import AveragePooling3D as AveragePooling3D
from cornu.layers.pooling import GlobalAveragePooling1D as GlobalAveragePooling1D
from cornu.layers.pooling import GlobalAveragePooling2D as GlobalAveragePooling2D
from cornu.layers.pooling import GlobalAveragePooling3D as GlobalAveragePooling3D
from cornu.layers.pooling import GlobalMaxPooling1D as GlobalMaxPooling1D
from cornu.layers.pooling import GlobalMaxPooling2D as GlobalMaxPooling2D
from cornu.layers.pooling import GlobalMaxPooling3D as GlobalMaxPooling3D
from cornu.layers.pooling import MaxPooling1D as MaxPooling1D
from cornu.layers.pooling import MaxPooling2D as MaxPooling2D
from cornu.layers.pooling import MaxPooling3D as MaxPooling3D
from cornu.layers.recurrent import GRU as GRU
from cornu.layers.recurrent import LSTM as LSTM
from cornu.layers.recurrent import RNN as RNN
from cornu.layers.recurrent import Bidirectional as Bidirectional
from cornu.layers.recurrent import ConvLSTM1D as ConvLSTM1D
from cornu.layers.recurrent import ConvLSTM2D as ConvLSTM2D
from cornu.layers.recurrent import ConvLSTM3D as ConvLSTM3D
from cornu.layers.recurrent import GRUCell as GRUCell
from cornu.layers.recurrent import LSTMCell as LSTMCell
from cornu.layers.recurrent import SimpleRNN as SimpleRNN
from cornu.layers.recurrent import SimpleRNNCell as SimpleRNNCell
from cornu.layers.recurrent import StackedRNNCells as StackedRNNCells
from cornu.layers.recurrent import TimeDistributed as TimeDistributed
from cornu.layers.registry import deserialize as deserialize
from cornu.layers.registry import serialize as serialize
from cornu.layers.regularization import ActivityRegularization as ActivityRegularization
from cornu.layers.regularization import AlphaDropout as AlphaDropout
from cornu.layers.regularization import Dropout as Dropout
from cornu.layers.regularization import GaussianDropout as GaussianDropout
from cornu.layers.regularization import GaussianNoise as GaussianNoise
from cornu.layers.regularization import SpatialDropout1D as SpatialDropout1D
from cornu.layers.regularization import SpatialDropout2D as SpatialDropout2D
from cornu.layers.regularization import SpatialDropout3D as SpatialDropout3D
from cornu.layers.reshaping import Cropping1D as Cropping1D
from cornu.layers.reshaping import Cropping2D as Cropping2D
from cornu.layers.reshaping import Cropping3D as Cropping3D
from cornu.layers.reshaping import Flatten as Flatten
from cornu.layers.reshaping import Permute as Permute
from cornu.layers.reshaping import RepeatVector as RepeatVector
from cornu.layers.reshaping import Reshape as Reshape
from cornu.layers.reshaping import UpSampling1D as UpSampling1D
from cornu.layers.reshaping import UpSampling2D as UpSampling2D
from cornu.layers.reshaping import UpSampling3D as UpSampling3D
from cornu.layers.reshaping import ZeroPadding1D as ZeroPadding1D
from cornu.layers.reshaping import ZeroPadding2D as ZeroPadding2D
from cornu.layers.reshaping import ZeroPadding3D as ZeroPadding3D

# Keras's second names.
AvgPool1D = AveragePooling1D
AvgPool2D = AveragePooling2D
AvgPool3D = AveragePooling3D
Convolution1D = Conv1D
Convolution1DTranspose = Conv1DTranspose
Convolution2D = Conv2D
Convolution2DTranspose = Conv2DTranspose
Convolution3D = Conv3D
Convolution3DTranspose = Conv3DTranspose
GlobalAvgPool1D = GlobalAveragePooling1D
GlobalAvgPool2D = GlobalAveragePooling2D
GlobalAvgPool3D = GlobalAveragePooling3D
GlobalMaxPool1D = GlobalMaxPooling1D
GlobalMaxPool2D = GlobalMaxPooling2D
GlobalMaxPool3D = GlobalMaxPooling3D
MaxPool1D = MaxPooling1D
MaxPool2D = MaxPooling2D
MaxPool3D = MaxPooling3D

if TYPE_CHECKING:
    from cornu.layers.preprocessing import CategoryEncoding as CategoryEncoding
    from cornu.layers.preprocessing import Discretization as Discretization
    from cornu.layers.preprocessing import HashedCrossing as HashedCrossing
    from cornu.layers.preprocessing import Hashing as Hashing
    from cornu.layers.preprocessing import IntegerLookup as IntegerLookup
    from cornu.layers.preprocessing import Normalization as Normalization
    from cornu.layers.preprocessing import Rescaling as Rescaling
    from cornu.layers.preprocessing import StringLookup as StringLookup
    from cornu.layers.preprocessing import TextVectorization as TextVectorization
    from cornu.layers.preprocessing.audio import MelSpectrogram as MelSpectrogram
    from cornu.layers.preprocessing.audio import STFTSpectrogram as STFTSpectrogram
    from cornu.layers.preprocessing.image import AugMix as AugMix
    from cornu.layers.preprocessing.image import AutoContrast as AutoContrast
    from cornu.layers.preprocessing.image import CenterCrop as CenterCrop
    from cornu.layers.preprocessing.image import (
        ContrastLimitedAdaptiveHistogramEqualization as ContrastLimitedAdaptiveHistogramEqualization,  # noqa: E501
    )
    from cornu.layers.preprocessing.image import CutMix as CutMix
    from cornu.layers.preprocessing.image import Equalization as Equalization
    from cornu.layers.preprocessing.image import (
        MaxNumBoundingBoxes as MaxNumBoundingBoxes,
    )
    from cornu.layers.preprocessing.image import MixUp as MixUp
    from cornu.layers.preprocessing.image import Pipeline as Pipeline
    from cornu.layers.preprocessing.image import RandAugment as RandAugment
    from cornu.layers.preprocessing.image import RandomBrightness as RandomBrightness
    from cornu.layers.preprocessing.image import (
        RandomColorDegeneration as RandomColorDegeneration,
    )
    from cornu.layers.preprocessing.image import RandomColorJitter as RandomColorJitter
    from cornu.layers.preprocessing.image import RandomContrast as RandomContrast
    from cornu.layers.preprocessing.image import RandomCrop as RandomCrop
    from cornu.layers.preprocessing.image import (
        RandomElasticTransform as RandomElasticTransform,
    )
    from cornu.layers.preprocessing.image import RandomErasing as RandomErasing
    from cornu.layers.preprocessing.image import RandomFlip as RandomFlip
    from cornu.layers.preprocessing.image import (
        RandomGaussianBlur as RandomGaussianBlur,
    )
    from cornu.layers.preprocessing.image import RandomGrayscale as RandomGrayscale
    from cornu.layers.preprocessing.image import RandomHue as RandomHue
    from cornu.layers.preprocessing.image import RandomInvert as RandomInvert
    from cornu.layers.preprocessing.image import RandomPerspective as RandomPerspective
    from cornu.layers.preprocessing.image import (
        RandomPosterization as RandomPosterization,
    )
    from cornu.layers.preprocessing.image import RandomRotation as RandomRotation
    from cornu.layers.preprocessing.image import RandomSaturation as RandomSaturation
    from cornu.layers.preprocessing.image import RandomSharpness as RandomSharpness
    from cornu.layers.preprocessing.image import RandomShear as RandomShear
    from cornu.layers.preprocessing.image import RandomTranslation as RandomTranslation
    from cornu.layers.preprocessing.image import RandomZoom as RandomZoom
    from cornu.layers.preprocessing.image import Resizing as Resizing
    from cornu.layers.preprocessing.image import Solarization as Solarization

# Preparing data is not every program's business: these load when asked for.
_LATER = {
    "CategoryEncoding": "preprocessing",
    "Discretization": "preprocessing",
    "HashedCrossing": "preprocessing",
    "Hashing": "preprocessing",
    "IntegerLookup": "preprocessing",
    "Normalization": "preprocessing",
    "Rescaling": "preprocessing",
    "StringLookup": "preprocessing",
    "TextVectorization": "preprocessing",
    "MelSpectrogram": "preprocessing.audio",
    "STFTSpectrogram": "preprocessing.audio",
    "AugMix": "preprocessing.image",
    "AutoContrast": "preprocessing.image",
    "CenterCrop": "preprocessing.image",
    "ContrastLimitedAdaptiveHistogramEqualization": "preprocessing.image",
    "CutMix": "preprocessing.image",
    "Equalization": "preprocessing.image",
    "MaxNumBoundingBoxes": "preprocessing.image",
    "MixUp": "preprocessing.image",
    "Pipeline": "preprocessing.image",
    "RandAugment": "preprocessing.image",
    "RandomBrightness": "preprocessing.image",
    "RandomColorDegeneration": "preprocessing.image",
    "RandomColorJitter": "preprocessing.image",
    "RandomContrast": "preprocessing.image",
    "RandomCrop": "preprocessing.image",
    "RandomElasticTransform": "preprocessing.image",
    "RandomErasing": "preprocessing.image",
    "RandomFlip": "preprocessing.image",
    "RandomGaussianBlur": "preprocessing.image",
    "RandomGrayscale": "preprocessing.image",
    "RandomHue": "preprocessing.image",
    "RandomInvert": "preprocessing.image",
    "RandomPerspective": "preprocessing.image",
    "RandomPosterization": "preprocessing.image",
    "RandomRotation": "preprocessing.image",
    "RandomSaturation": "preprocessing.image",
    "RandomSharpness": "preprocessing.image",
    "RandomShear": "preprocessing.image",
    "RandomTranslation": "preprocessing.image",
    "RandomZoom": "preprocessing.image",
    "Resizing": "preprocessing.image",
    "Solarization": "preprocessing.image",
}


def __getattr__(name: str) -> Any:
    module = _LATER.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{module}"), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_LATER})
