"""What is read off a recording: quantities, series, standing, sharpness and surfaces."""
