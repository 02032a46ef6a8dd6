"""Masks travel with tensors; the context is each thread's own."""

import threading

from cornu.autodiff import Tensor
from cornu.layers.context import CONTEXT, mask_of, set_mask


def test_a_mask_travels_with_its_tensor_alone():
    x, mask = Tensor([1.0, 2.0]), Tensor([True, False])
    assert mask_of(x) is None
    set_mask(x, mask)
    assert mask_of(x) is mask
    assert mask_of(x + 1) is None
    set_mask(x, None)
    assert mask_of(x) is mask


def test_threads_do_not_share_the_context():
    CONTEXT.training = True
    seen = []
    thread = threading.Thread(target=lambda: seen.append(CONTEXT.training))
    thread.start()
    thread.join()
    CONTEXT.training = None
    assert seen == [None]
