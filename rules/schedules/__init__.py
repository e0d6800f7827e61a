"""Rules about schedules, one file each: LRS0xx and LRS1xx."""
