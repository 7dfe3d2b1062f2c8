package adminapi

import (
	"net/http"

	"latchkey/backend/access"
	"latchkey/backend/web"
)

// PortalSetting is a setting that the store keeps, as it is in effect.
type PortalSetting struct {
	Name      string             `json:"name"`
	Kind      access.SettingKind `json:"kind"`
	About     string             `json:"about"`
	Value     string             `json:"value"`
	Default   string             `json:"default"`
	Least     string             `json:"least"`
	Most      string             `json:"most"`
	Never     bool               `json:"never"`
	Choices   []string           `json:"choices"`
	Origin    string             `json:"origin"` // "portal", "default", or what above the store gives it
	Editable  bool               `json:"editable"`
	Version   int64              `json:"version"`
	UpdatedAt *Time              `json:"updatedAt"`
	UpdatedBy string             `json:"updatedBy"`
}

func toPortalSetting(v *access.SettingView) PortalSetting {
	choices := v.Choices
	if choices == nil {
		choices = []string{}
	}
	return PortalSetting{
		Name: v.Name, Kind: v.Kind, About: v.About, Value: v.Value, Default: v.Default, Least: v.Least, Most: v.Most, Never: v.Never,
		Choices: choices, Origin: v.Origin, Editable: v.Editable, Version: v.Version, UpdatedAt: set(v.UpdatedAt), UpdatedBy: v.UpdatedBy,
	}
}

func (a *API) listSettings(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	list, err := a.access.Settings(r.Context(), c)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toWhole(list, toPortalSetting))
}

type settingsPatch struct {
	Changes []settingChange `json:"changes" must:"be there"`
}

type settingChange struct {
	Name    string  `json:"name"`
	Value   *string `json:"value"` // null = the default again
	Version int64   `json:"version"`
}

func (a *API) changeSettings(w http.ResponseWriter, r *http.Request, c access.Caller) error {
	body, err := read[settingsPatch](w, r)
	if err != nil {
		return err
	}
	changes := make([]access.SettingChange, len(body.Changes))
	for i, ch := range body.Changes {
		changes[i] = access.SettingChange(ch)
	}
	list, err := a.access.ChangeSettings(r.Context(), c, changes)
	if err != nil {
		return err
	}
	return web.WriteJSON(w, http.StatusOK, toWhole(list, toPortalSetting))
}
