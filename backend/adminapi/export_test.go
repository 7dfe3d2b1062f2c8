package adminapi

// Route is what the tests may know of a route.
type Route struct {
	Method, Pattern string
	Params          []string
	Open            bool
}

// Routes is the route table, for holding it against the description.
func (a *API) Routes() []Route {
	var out []Route
	for _, r := range a.routes() {
		out = append(out, Route{Method: r.method, Pattern: r.pattern, Params: r.params, Open: r.open})
	}
	return out
}
