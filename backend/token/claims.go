package token

// MachineClaims are what a token of an access key says, in the order the
// partner dialect documents them; what verifiers need besides follows.
type MachineClaims struct {
	UserID     string   `json:"uid"`
	Roles      []string `json:"ar"`
	KeyID      string   `json:"ak"`
	Realm      string   `json:"realm"`
	AccountID  string   `json:"ca"`
	CustomerID string   `json:"cid"`
	Domain     string   `json:"domain"`
	IssuedAt   int64    `json:"iat"` // seconds since 1970
	Expires    int64    `json:"exp"` // the first second it is no longer honoured
	Issuer     string   `json:"iss"`
	ID         string   `json:"jti"`
}

// UserClaims are what a token of /user/login says.
type UserClaims struct {
	UserID   string `json:"sub"`
	Username string `json:"username"`
	IssuedAt int64  `json:"iat"`
	Expires  int64  `json:"exp"`
	Issuer   string `json:"iss"`
	ID       string `json:"jti"` // begins with the count of the password it was made with
}
