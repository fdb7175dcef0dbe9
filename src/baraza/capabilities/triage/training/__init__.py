"""Builds the model file from the examples; needs scikit-learn, which production does not."""
