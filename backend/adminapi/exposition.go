package adminapi

import (
	"bytes"
	"os"
	"runtime/metrics"
	"strconv"
)

// exposition is text in the format that Prometheus reads, as it is made. It is
// written by hand because the client library for it takes 2.6 MB of memory and
// 1.5 ms of every command's start; a test reads it back with their parser.
type exposition struct {
	text []byte
	name string // of the family whose samples follow
}

const expositionType = "text/plain; version=0.0.4; charset=utf-8"

// family begins the samples of one name.
func (e *exposition) family(name, kind, help string) {
	e.name = name
	e.text = append(e.text, "# HELP "+name+" "+help+"\n# TYPE "+name+" "+kind+"\n"...)
}

// sample adds one, with its labels by turns of name and value.
func (e *exposition) sample(value float64, labels ...string) {
	e.text = append(e.text, e.name...)
	between := byte('{')
	for i := 0; i+1 < len(labels); i += 2 {
		e.text = append(e.text, between)
		e.text = append(e.text, labels[i]+"="...)
		e.text = strconv.AppendQuote(e.text, labels[i+1])
		between = ','
	}
	if len(labels) > 0 {
		e.text = append(e.text, '}')
	}
	e.text = append(e.text, ' ')
	e.text = strconv.AppendFloat(e.text, value, 'g', -1, 64)
	e.text = append(e.text, '\n')
}

func (e *exposition) gauge(name, help string, value float64) {
	e.family(name, "gauge", help)
	e.sample(value)
}

// ofRuntime are what the Go runtime counts.
var ofRuntime = []struct{ from, name, kind, help string }{
	{"/sched/goroutines:goroutines", "go_goroutines", "gauge", "Goroutines."},
	{"/sched/gomaxprocs:threads", "go_sched_gomaxprocs_threads", "gauge", "Processors the program uses."},
	{"/memory/classes/heap/objects:bytes", "go_memory_classes_heap_objects_bytes", "gauge", "Memory of objects that live or are not yet collected."},
	{"/memory/classes/total:bytes", "go_memory_classes_total_bytes", "gauge", "Memory the runtime has mapped."},
	{"/gc/cycles/total:gc-cycles", "go_gc_cycles_total_gc_cycles_total", "counter", "Garbage collections."},
}

// process adds what the runtime and the system know of the process; where the
// system has no /proc that is the runtime alone.
func (e *exposition) process() {
	samples := make([]metrics.Sample, len(ofRuntime))
	for i := range samples {
		samples[i].Name = ofRuntime[i].from
	}
	metrics.Read(samples)
	for i, s := range samples {
		if s.Value.Kind() == metrics.KindUint64 {
			e.family(ofRuntime[i].name, ofRuntime[i].kind, ofRuntime[i].help)
			e.sample(float64(s.Value.Uint64()))
		}
	}
	if files, err := os.ReadDir("/proc/self/fd"); err == nil {
		e.gauge("process_open_fds", "Open file descriptors.", float64(len(files)))
	}
	stat, _ := os.ReadFile("/proc/self/stat")
	// What follows the name in parentheses; the first of it is field 3 of proc(5).
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	const user, system, resident, ticks = 14 - 3, 15 - 3, 24 - 3, 100
	number := func(i int) float64 { n, _ := strconv.ParseFloat(string(fields[i]), 64); return n }
	if len(fields) > resident {
		e.family("process_cpu_seconds_total", "counter", "Processor time, of the program and of the system for it.")
		e.sample((number(user) + number(system)) / ticks)
		e.gauge("process_resident_memory_bytes", "Resident memory.", number(resident)*float64(os.Getpagesize()))
	}
}
