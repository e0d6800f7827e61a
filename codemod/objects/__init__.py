"""Where the objects of a class go inside one module, and what is done with them."""
