"""The commands of ``lrmigrate``, one file each."""
