//go:build desktop || dev

package desktop

/*
#cgo pkg-config: gtk+-3.0
#cgo webkit2_41 pkg-config: webkit2gtk-4.1
#cgo !webkit2_41 pkg-config: webkit2gtk-4.0
#include <gtk/gtk.h>
#include <webkit2/webkit2.h>

static void zoom_within(GtkWidget *widget, gpointer level) {
	if (WEBKIT_IS_WEB_VIEW(widget))
		webkit_web_view_set_zoom_level(WEBKIT_WEB_VIEW(widget), *(double *)level);
	else if (GTK_IS_CONTAINER(widget))
		gtk_container_forall(GTK_CONTAINER(widget), zoom_within, level);
}

static gboolean zoom(gpointer level) {
	GList *windows = gtk_window_list_toplevels();
	for (GList *each = windows; each; each = each->next)
		zoom_within(GTK_WIDGET(each->data), level);
	g_list_free(windows);
	g_free(level);
	return G_SOURCE_REMOVE;
}

// GTK takes calls on its own thread only.
static void zoom_on_main_thread(double level) {
	double *kept = g_new(double, 1);
	*kept = level;
	g_idle_add(zoom, kept);
}
*/
import "C"

// zoomView shows the page larger or smaller, as a browser does: it is laid out in
// what is left of the window, which no style of its own could make it do. Wails
// has no call for that.
var zoomView = func(percent int) { C.zoom_on_main_thread(C.double(float64(percent) / 100)) }
