//go:build desktop || dev

package desktop

/*
#cgo pkg-config: gtk+-3.0
#include <gtk/gtk.h>

typedef struct {
	char *save, *open, *cancel, *yes, *no;
} button_names;

static button_names names; // of the main thread

static void name_button(GtkWidget *dialog, int response, const char *name) {
	GtkWidget *button = gtk_dialog_get_widget_for_response(GTK_DIALOG(dialog), response);
	if (GTK_IS_BUTTON(button))
		gtk_button_set_label(GTK_BUTTON(button), name);
}

static gboolean name_shown(GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data) {
	GtkWidget *dialog = g_value_get_object(&values[0]);
	if (GTK_IS_FILE_CHOOSER_DIALOG(dialog)) {
		gboolean saves = gtk_file_chooser_get_action(GTK_FILE_CHOOSER(dialog)) == GTK_FILE_CHOOSER_ACTION_SAVE;
		name_button(dialog, GTK_RESPONSE_ACCEPT, saves ? names.save : names.open);
		name_button(dialog, GTK_RESPONSE_CANCEL, names.cancel);
	} else if (GTK_IS_MESSAGE_DIALOG(dialog)) {
		name_button(dialog, GTK_RESPONSE_YES, names.yes);
		name_button(dialog, GTK_RESPONSE_NO, names.no);
	}
	return TRUE; // also of the next
}

static gboolean take_names(gpointer taken) {
	if (!names.save)
		g_signal_add_emission_hook(g_signal_lookup("show", GTK_TYPE_WIDGET), 0, name_shown, NULL, NULL);
	g_free(names.save);
	g_free(names.open);
	g_free(names.cancel);
	g_free(names.yes);
	g_free(names.no);
	names = *(button_names *)taken;
	g_free(taken);
	return G_SOURCE_REMOVE;
}

// GTK takes calls on its own thread only, one after the other: a dialog that is
// asked for next has these names.
static void name_buttons_on_main_thread(char *save, char *open, char *cancel, char *yes, char *no) {
	button_names *taken = g_new(button_names, 1);
	taken->save = save;
	taken->open = open;
	taken->cancel = cancel;
	taken->yes = yes;
	taken->no = no;
	g_idle_add(take_names, taken);
}
*/
import "C"

// nameButtons gives the buttons of the system's dialogs their words. Wails has
// fixed ones, some English and some in the language of the desktop, which the
// page's need not be.
func nameButtons(w *words) {
	// What C.CString makes, g_free takes: GLib frees as C does.
	C.name_buttons_on_main_thread(
		C.CString(w.say("save.save")), C.CString(w.say("open.open")), C.CString(w.say("cancel")),
		C.CString(w.say("closing.keep")), C.CString(w.say("closing.stop")),
	)
}
