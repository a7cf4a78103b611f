"""A story that was pasted: what it says of itself, taken apart for an editor to look at.

Owns the way from a text to a draft of a brief. All that is proposed are words of the text, or ids of the register; nothing is
guessed that the text does not say, and what may be read in two ways is a comment. No model, no network, the same every time.
"""
