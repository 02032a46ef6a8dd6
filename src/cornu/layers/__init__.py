"""The parts models are made of."""

from typing import TYPE_CHECKING

from cornu.layers.input_layer import Input as Input
from cornu.layers.input_layer import InputLayer as InputLayer
from cornu.layers.input_spec import InputSpec as InputSpec
from cornu.layers.layer import Layer as Layer
from cornu.layers.registry import deserialize as deserialize
from cornu.layers.registry import layer_registry as _layer_registry
from cornu.layers.registry import serialize as serialize
from cornu.utils.later import load_later as _load_later

if TYPE_CHECKING:
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
    from cornu.layers.convolution import Conv1D as Convolution1D
    from cornu.layers.convolution import Conv1DTranspose as Conv1DTranspose
    from cornu.layers.convolution import Conv1DTranspose as Convolution1DTranspose
    from cornu.layers.convolution import Conv2D as Conv2D
    from cornu.layers.convolution import Conv2D as Convolution2D
    from cornu.layers.convolution import Conv2DTranspose as Conv2DTranspose
    from cornu.layers.convolution import Conv2DTranspose as Convolution2DTranspose
    from cornu.layers.convolution import Conv3D as Conv3D
    from cornu.layers.convolution import Conv3D as Convolution3D
    from cornu.layers.convolution import Conv3DTranspose as Conv3DTranspose
    from cornu.layers.convolution import Conv3DTranspose as Convolution3DTranspose
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
    from cornu.layers.merging import Add as Add
    from cornu.layers.merging import Average as Average
    from cornu.layers.merging import Concatenate as Concatenate
    from cornu.layers.merging import Dot as Dot
    from cornu.layers.merging import Maximum as Maximum
    from cornu.layers.merging import Minimum as Minimum
    from cornu.layers.merging import Multiply as Multiply
    from cornu.layers.merging import Subtract as Subtract
    from cornu.layers.merging.add import add as add
    from cornu.layers.merging.average import average as average
    from cornu.layers.merging.concatenate import concatenate as concatenate
    from cornu.layers.merging.dot import dot as dot
    from cornu.layers.merging.maximum import maximum as maximum
    from cornu.layers.merging.minimum import minimum as minimum
    from cornu.layers.merging.multiply import multiply as multiply
    from cornu.layers.merging.subtract import subtract as subtract
    from cornu.layers.normalization import BatchNormalization as BatchNormalization
    from cornu.layers.normalization import GroupNormalization as GroupNormalization
    from cornu.layers.normalization import LayerNormalization as LayerNormalization
    from cornu.layers.normalization import RMSNormalization as RMSNormalization
    from cornu.layers.normalization import (
        SpectralNormalization as SpectralNormalization,
    )
    from cornu.layers.normalization import UnitNormalization as UnitNormalization
    from cornu.layers.pooling import (
        AdaptiveAveragePooling1D as AdaptiveAveragePooling1D,
    )
    from cornu.layers.pooling import (
        AdaptiveAveragePooling2D as AdaptiveAveragePooling2D,
    )
    from cornu.layers.pooling import (
        AdaptiveAveragePooling3D as AdaptiveAveragePooling3D,
    )
    from cornu.layers.pooling import AdaptiveMaxPooling1D as AdaptiveMaxPooling1D
    from cornu.layers.pooling import AdaptiveMaxPooling2D as AdaptiveMaxPooling2D
    from cornu.layers.pooling import AdaptiveMaxPooling3D as AdaptiveMaxPooling3D
    from cornu.layers.pooling import AveragePooling1D as AveragePooling1D

    # Keras's second names.
    from cornu.layers.pooling import AveragePooling1D as AvgPool1D
    from cornu.layers.pooling import AveragePooling2D as AveragePooling2D
    from cornu.layers.pooling import AveragePooling2D as AvgPool2D
    from cornu.layers.pooling import AveragePooling3D as AveragePooling3D
    from cornu.layers.pooling import AveragePooling3D as AvgPool3D
    from cornu.layers.pooling import GlobalAveragePooling1D as GlobalAveragePooling1D
    from cornu.layers.pooling import GlobalAveragePooling1D as GlobalAvgPool1D
    from cornu.layers.pooling import GlobalAveragePooling2D as GlobalAveragePooling2D
    from cornu.layers.pooling import GlobalAveragePooling2D as GlobalAvgPool2D
    from cornu.layers.pooling import GlobalAveragePooling3D as GlobalAveragePooling3D
    from cornu.layers.pooling import GlobalAveragePooling3D as GlobalAvgPool3D
    from cornu.layers.pooling import GlobalMaxPooling1D as GlobalMaxPool1D
    from cornu.layers.pooling import GlobalMaxPooling1D as GlobalMaxPooling1D
    from cornu.layers.pooling import GlobalMaxPooling2D as GlobalMaxPool2D
    from cornu.layers.pooling import GlobalMaxPooling2D as GlobalMaxPooling2D
    from cornu.layers.pooling import GlobalMaxPooling3D as GlobalMaxPool3D
    from cornu.layers.pooling import GlobalMaxPooling3D as GlobalMaxPooling3D
    from cornu.layers.pooling import MaxPooling1D as MaxPool1D
    from cornu.layers.pooling import MaxPooling1D as MaxPooling1D
    from cornu.layers.pooling import MaxPooling2D as MaxPool2D
    from cornu.layers.pooling import MaxPooling2D as MaxPooling2D
    from cornu.layers.pooling import MaxPooling3D as MaxPool3D
    from cornu.layers.pooling import MaxPooling3D as MaxPooling3D
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
    from cornu.layers.regularization import (
        ActivityRegularization as ActivityRegularization,
    )
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

# Which layers a program uses is known when it asks for them: until then, none loads.
_LATER = {
    ".activation": "ELU LeakyReLU PReLU ReLU Softmax",
    ".attention": """
        AdditiveAttention Attention GroupQueryAttention MultiHeadAttention
    """,
    ".convolution": """
        Conv1D Conv1DTranspose Conv2D Conv2DTranspose Conv3D Conv3DTranspose
        DepthwiseConv1D DepthwiseConv2D SeparableConv1D SeparableConv2D
    """,
    ".core": """
        Activation Dense EinsumDense Embedding Identity Lambda Masking Maxout
        ReversibleEmbedding Wrapper
    """,
    ".merging": """
        Add Average Concatenate Dot Maximum Minimum Multiply Subtract add
        average concatenate dot maximum minimum multiply subtract
    """,
    ".normalization": """
        BatchNormalization GroupNormalization LayerNormalization
        RMSNormalization SpectralNormalization UnitNormalization
    """,
    ".pooling": """
        AdaptiveAveragePooling1D AdaptiveAveragePooling2D
        AdaptiveAveragePooling3D AdaptiveMaxPooling1D AdaptiveMaxPooling2D
        AdaptiveMaxPooling3D AveragePooling1D AveragePooling2D
        AveragePooling3D GlobalAveragePooling1D GlobalAveragePooling2D
        GlobalAveragePooling3D GlobalMaxPooling1D GlobalMaxPooling2D
        GlobalMaxPooling3D MaxPooling1D MaxPooling2D MaxPooling3D
    """,
    ".preprocessing": """
        CategoryEncoding Discretization HashedCrossing Hashing IntegerLookup
        Normalization Rescaling StringLookup TextVectorization
    """,
    ".preprocessing.audio": "MelSpectrogram STFTSpectrogram",
    ".preprocessing.image": """
        AugMix AutoContrast CenterCrop
        ContrastLimitedAdaptiveHistogramEqualization CutMix Equalization
        MaxNumBoundingBoxes MixUp Pipeline RandAugment RandomBrightness
        RandomColorDegeneration RandomColorJitter RandomContrast RandomCrop
        RandomElasticTransform RandomErasing RandomFlip RandomGaussianBlur
        RandomGrayscale RandomHue RandomInvert RandomPerspective
        RandomPosterization RandomRotation RandomSaturation RandomSharpness
        RandomShear RandomTranslation RandomZoom Resizing Solarization
    """,
    ".recurrent": """
        Bidirectional ConvLSTM1D ConvLSTM2D ConvLSTM3D GRU GRUCell LSTM
        LSTMCell RNN SimpleRNN SimpleRNNCell StackedRNNCells TimeDistributed
    """,
    ".regularization": """
        ActivityRegularization AlphaDropout Dropout GaussianDropout
        GaussianNoise SpatialDropout1D SpatialDropout2D SpatialDropout3D
    """,
    ".reshaping": """
        Cropping1D Cropping2D Cropping3D Flatten Permute RepeatVector Reshape
        UpSampling1D UpSampling2D UpSampling3D ZeroPadding1D ZeroPadding2D
        ZeroPadding3D
    """,
}
_SECOND_NAMES = {
    "AvgPool1D": "AveragePooling1D",
    "AvgPool2D": "AveragePooling2D",
    "AvgPool3D": "AveragePooling3D",
    "Convolution1D": "Conv1D",
    "Convolution1DTranspose": "Conv1DTranspose",
    "Convolution2D": "Conv2D",
    "Convolution2DTranspose": "Conv2DTranspose",
    "Convolution3D": "Conv3D",
    "Convolution3DTranspose": "Conv3DTranspose",
    "GlobalAvgPool1D": "GlobalAveragePooling1D",
    "GlobalAvgPool2D": "GlobalAveragePooling2D",
    "GlobalAvgPool3D": "GlobalAveragePooling3D",
    "GlobalMaxPool1D": "GlobalMaxPooling1D",
    "GlobalMaxPool2D": "GlobalMaxPooling2D",
    "GlobalMaxPool3D": "GlobalMaxPooling3D",
    "MaxPool1D": "MaxPooling1D",
    "MaxPool2D": "MaxPooling2D",
    "MaxPool3D": "MaxPooling3D",
}
__getattr__, __dir__, _layer_registry.later = _load_later(
    __name__, _LATER, _SECOND_NAMES
)
__all__ = [name for name in __dir__() if not name.startswith("_")]
