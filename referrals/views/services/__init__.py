"""Services: providers' listings, the directory, grants and costs."""
