package adminapi_test

import "testing"

func tellFirstRun(t *testing.T) *world {
	w := newWorld(t)
	w.tell(
		step{"expiry that is none", owner, "POST", "/first-run", `{"expires":"soon"}`, 400, `{"field":"expires"}`},
		step{"everything at once", owner, "POST", "/first-run", `{"keyName":"first","expires":"90d"}`, 201,
			`{"account":{"name":"Default","members":1,"keys":{"total":1,"active":1}},"user":{"username":"owner"},"password":"","key":{"name":"first","state":"active","expires":"2027-02-20T14:03:00Z","account":{"name":"Default"}}}`},
		step{"a second time", owner, "POST", "/first-run", ``, 409, `{"code":"conflict"}`},
	)
	return w
}

func TestFirstRunByTheLocalOperatorShowsAPasswordOnce(t *testing.T) {
	w := emptyWorld(t)
	made := w.must(local, "POST", "/api/v1/first-run", "")
	password, _ := made["password"].(string)
	secret, _ := made["key"].(map[string]any)["secret"].(string)
	if len(password) < 16 || len(secret) != 48 {
		t.Errorf("a password of %d and a secret of %d characters", len(password), len(secret))
	}
	w.must(local, "GET", "/api/v1/keys", "")
	w.must(local, "GET", "/api/v1/users", "")
}
