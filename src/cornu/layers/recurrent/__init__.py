"""Layers that carry a state from step to step, and wrappers along time."""

from cornu.layers.recurrent.bidirectional import Bidirectional as Bidirectional
from cornu.layers.recurrent.conv_lstm1d import ConvLSTM1D as ConvLSTM1D
from cornu.layers.recurrent.conv_lstm2d import ConvLSTM2D as ConvLSTM2D
from cornu.layers.recurrent.conv_lstm3d import ConvLSTM3D as ConvLSTM3D
from cornu.layers.recurrent.gru import GRU as GRU
from cornu.layers.recurrent.gru_cell import GRUCell as GRUCell
from cornu.layers.recurrent.lstm import LSTM as LSTM
from cornu.layers.recurrent.lstm_cell import LSTMCell as LSTMCell
from cornu.layers.recurrent.rnn import RNN as RNN
from cornu.layers.recurrent.simple_rnn import SimpleRNN as SimpleRNN
from cornu.layers.recurrent.simple_rnn_cell import SimpleRNNCell as SimpleRNNCell
from cornu.layers.recurrent.stacked_rnn_cells import StackedRNNCells as StackedRNNCells
from cornu.layers.recurrent.time_distributed import TimeDistributed as TimeDistributed
