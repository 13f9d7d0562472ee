"""Questions, answers and study notes over HTTP, and honest grading."""
import os

# Before NumPy is loaded, which asks once (OpenBLAS, or on macOS Accelerate). A service has a thread for each answer already; and shared out
# among threads, sums are not the same to the last bit, so that what a response earns would depend on how many processors there are.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("VECLIB_MAXIMUM_THREADS", "1")
