"""Recurrent layers over a whole sequence: one primitive forward, one backward.

The projection of the inputs, ``z = x @ W + b``, is made outside, for all time steps at
once; what is left is the part that depends on the step before. All primitives here

- take `z` as (batch, time, gates * units) and return the sequence of states as
  (batch, time, units), but work time-major: pass a `z` whose memory is time-major (a
  transposed view) and nothing is copied; the sequence comes back as such a view;
- take `mask`, (batch, time) bool or None: where it is False, the state is carried over
  and the output repeats it;
- take `drop`, (gates, batch, units) or None: multiplies the state on its way into each
  gate's recurrent product, for recurrent dropout;
- take `reverse`: process the last step first. The sequence then stands in order of
  processing, not of time;
- take `keep`: whether to return, after the results, what the gradient needs; without
  it there is no gradient, and a step's scratch memory serves all steps.

The gradient of each is a primitive of its own, so that it can be recorded as one call.
It cannot itself be differentiated: under nested tapes the reference takes its place.
"""

from cornu.primitives.recurrent.gru import gru as gru
from cornu.primitives.recurrent.lstm import lstm as lstm
from cornu.primitives.recurrent.simple_rnn import simple_rnn as simple_rnn
