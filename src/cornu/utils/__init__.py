"""Small tools without knowledge of arrays or learning."""

from cornu.utils.download import get_file as get_file
from cornu.utils.numeric import normalize as normalize
from cornu.utils.numeric import pad_sequences as pad_sequences
from cornu.utils.numeric import to_categorical as to_categorical
from cornu.utils.progress import ProgressBar as ProgressBar
