package server

// LoginPaths are the paths of the login plane.
func LoginPaths() []string {
	paths := append([]string(nil), healthPaths...)
	for _, route := range loginRoutes {
		paths = append(paths, route.path)
	}
	return paths
}
