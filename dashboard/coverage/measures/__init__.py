"""What is counted and how: frame in, frame or plain values out."""
