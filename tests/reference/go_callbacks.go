// SPDX-License-Identifier: GPL-3.0-or-later

// The published experiment, written anew: tasks out of one shared channel, which was filled with all of them before
// the clock started, each a call into C whose function calls back into Go. Every such callback passes the runtime's
// initialisation guard.
//
// Prints the nanoseconds of wall-clock time for each task.
package main

/*
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 32 };

extern void answer(uint8_t* key, uint8_t* value);

static void get_value(uint8_t* key, uint8_t* value)
{
    uint8_t local[BLOCK];
    answer(key, local);
    memcpy(value, local, BLOCK);
}
*/
import "C"

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"
	"unsafe"
)

const block = 32

//export answer
func answer(key *C.uint8_t, value *C.uint8_t) {
	copied := C.GoBytes(unsafe.Pointer(key), block)
	made := make([]byte, block)
	for i := range made {
		made[i] = copied[i] ^ 0x5a
	}
	out := unsafe.Slice((*byte)(unsafe.Pointer(value)), block)
	for i, b := range made {
		out[i] = b
	}
}

func work(tasks <-chan uint64, done *sync.WaitGroup, wrong *uint64) {
	defer done.Done()
	for task := range tasks {
		key := make([]byte, block)
		for i := 0; i < 8; i++ {
			key[i] = byte(task >> (8 * i))
		}
		value := C.malloc(block)
		C.get_value((*C.uint8_t)(&key[0]), (*C.uint8_t)(value))
		got := C.GoBytes(value, block)
		C.free(value)
		if got[0] != key[0]^0x5a {
			*wrong++
		}
	}
}

func main() {
	count := flag.Uint64("tasks", 1000000, "tasks")
	workers := flag.Int("workers", 8, "goroutines that call")
	flag.Parse()

	tasks := make(chan uint64, *count)
	for task := uint64(0); task < *count; task++ {
		tasks <- task
	}
	close(tasks)
	wrong := make([]uint64, *workers)
	var done sync.WaitGroup
	done.Add(*workers)
	begin := time.Now()
	for i := 0; i < *workers; i++ {
		go work(tasks, &done, &wrong[i])
	}
	done.Wait()
	took := time.Since(begin)
	for _, n := range wrong {
		if n > 0 {
			fmt.Fprintln(os.Stderr, "a callback answered a wrong value")
			os.Exit(1)
		}
	}
	fmt.Fprintln(os.Stderr, runtime.Version())
	fmt.Printf("%.1f\n", float64(took.Nanoseconds())/float64(*count))
}
