//go:build desktop || dev

package desktop

/*
#cgo pkg-config: gtk+-3.0
#include <gtk/gtk.h>

typedef struct {
	GMutex mutex;
	GCond answered;
	gboolean done;
	GdkRectangle *out;
	int room, found;
} question;

static gboolean read_screens(gpointer data) {
	question *q = data;
	GdkDisplay *display = gdk_display_get_default();
	int n = gdk_display_get_n_monitors(display);
	g_mutex_lock(&q->mutex);
	for (int i = 0; i < n && i < q->room; i++)
		gdk_monitor_get_workarea(gdk_display_get_monitor(display, i), &q->out[q->found++]);
	q->done = TRUE;
	g_cond_signal(&q->answered);
	g_mutex_unlock(&q->mutex);
	return G_SOURCE_REMOVE;
}

// GTK takes calls on its own thread only, which must not be the one that waits.
static int screens_by_main_thread(GdkRectangle *out, int room) {
	question q = {.out = out, .room = room};
	g_mutex_init(&q.mutex);
	g_cond_init(&q.answered);
	g_idle_add(read_screens, &q);
	g_mutex_lock(&q.mutex);
	while (!q.done)
		g_cond_wait(&q.answered, &q.mutex);
	g_mutex_unlock(&q.mutex);
	g_cond_clear(&q.answered);
	g_mutex_clear(&q.mutex);
	return q.found;
}

static gboolean move(gpointer place) {
	GdkPoint *to = place;
	GList *windows = gtk_window_list_toplevels();
	for (GList *each = windows; each; each = each->next)
		if (gtk_window_get_window_type(GTK_WINDOW(each->data)) == GTK_WINDOW_TOPLEVEL)
			gtk_window_move(GTK_WINDOW(each->data), to->x, to->y);
	g_list_free(windows);
	g_free(to);
	return G_SOURCE_REMOVE;
}

static void move_on_main_thread(int x, int y) {
	GdkPoint *to = g_new(GdkPoint, 1);
	to->x = x;
	to->y = y;
	g_idle_add(move, to);
}
*/
import "C"

import "context"

const mostScreens = 16

// screensOf gives what of each screen is free for windows, where it lies. Wails
// tells sizes alone.
func screensOf(context.Context) []screen {
	var areas [mostScreens]C.GdkRectangle
	n := C.screens_by_main_thread(&areas[0], mostScreens)
	out := make([]screen, n)
	for i := range out {
		a := areas[i]
		out[i] = screen{int(a.x), int(a.y), int(a.width), int(a.height)}
	}
	return out
}

// moveWindow puts the window there, of all screens: Wails counts from the one it
// is on when it is moved, and says where it stands from the first.
func moveWindow(_ context.Context, x, y int) { C.move_on_main_thread(C.int(x), C.int(y)) }
