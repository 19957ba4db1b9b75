"""What people read: reviews and explanations in words. Nothing is judged here, and no date of a duty is computed."""
