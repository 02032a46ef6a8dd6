"""The parts models are made of."""

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
from cornu.layers.convolution import Conv2D as Conv2D
from cornu.layers.convolution import Conv3D as Conv3D
from cornu.layers.core import Activation as Activation
from cornu.layers.core import Dense as Dense
from cornu.layers.core import Embedding as Embedding
from cornu.layers.core import Identity as Identity
from cornu.layers.core import Lambda as Lambda
from cornu.layers.core import Masking as Masking
from cornu.layers.core import Maxout as Maxout
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
from cornu.layers.normalization import LayerNormalization as LayerNormalization
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
from cornu.layers.recurrent import GRUCell as GRUCell
from cornu.layers.recurrent import LSTMCell as LSTMCell
from cornu.layers.recurrent import SimpleRNN as SimpleRNN
from cornu.layers.recurrent import SimpleRNNCell as SimpleRNNCell
from cornu.layers.recurrent import StackedRNNCells as StackedRNNCells
from cornu.layers.recurrent import TimeDistributed as TimeDistributed
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
Convolution2D = Conv2D
Convolution3D = Conv3D
GlobalAvgPool1D = GlobalAveragePooling1D
GlobalAvgPool2D = GlobalAveragePooling2D
GlobalAvgPool3D = GlobalAveragePooling3D
GlobalMaxPool1D = GlobalMaxPooling1D
GlobalMaxPool2D = GlobalMaxPooling2D
GlobalMaxPool3D = GlobalMaxPooling3D
MaxPool1D = MaxPooling1D
MaxPool2D = MaxPooling2D
MaxPool3D = MaxPooling3D
