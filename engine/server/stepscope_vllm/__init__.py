"""Step scores from a vLLM server: a plugin that reads the hidden state after each reasoning step while vLLM decodes.

What needs vLLM or torch is in plugin.py and tap.py alone; everything else is the standard library and has its tests.
"""

__version__ = "1.0.0"
