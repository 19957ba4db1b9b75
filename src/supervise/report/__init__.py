"""What people read: reviews and explanations in words.

What may not live here: judging. No date of a duty is computed, and nothing is decided that programs would want to know.
"""
