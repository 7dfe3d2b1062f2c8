package suite

func victim(string) int { return 1 }
