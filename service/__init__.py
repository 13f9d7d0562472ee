"""Questions, answers and study notes over HTTP, and honest grading."""
