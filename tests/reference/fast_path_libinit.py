#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a Go runtime's gcc_libinit.c with the atomic fast path out of one without it.

    fast_path_libinit.py GOROOT/src/runtime/cgo/gcc_libinit.c > gcc_libinit.c

What Go CL 505455 changed, in the form of core/guards/fast_path_guard.h: the context function is loaded before
the flag is tested, `2` says that the first caller is through, and then a pass takes no lock. Setting the context
function is a store and getting it a load, without the lock: _cgo_release_context gets it after each callback, so with
the lock there every call would still take it once. Fails when the file is not as go1.19 to go1.21 have it: then there
is nothing to compare, or it has the fast path already.
"""
import re
import sys

text = open(sys.argv[1], encoding="utf-8").read()

guard = re.compile(
    r"(uintptr_t\n_cgo_wait_runtime_init_done\(void\) \{\n\tvoid \(\*pfn\)\(struct context_arg\*\);\n)"
    r"(.*?)(\tif \(pfn != nil\) \{)",
    re.S,
)
fast = r"""\1
	pfn = __atomic_load_n(&cgo_context_function, __ATOMIC_ACQUIRE);
	if (__atomic_load_n(&runtime_init_done, __ATOMIC_ACQUIRE) != 2) {
		pthread_mutex_lock(&runtime_init_mu);
		while (__atomic_load_n(&runtime_init_done, __ATOMIC_ACQUIRE) == 0) {
			pthread_cond_wait(&runtime_init_cond, &runtime_init_mu);
		}
		pfn = __atomic_load_n(&cgo_context_function, __ATOMIC_ACQUIRE);
		__atomic_store_n(&runtime_init_done, 2, __ATOMIC_RELEASE);
		pthread_mutex_unlock(&runtime_init_mu);
	}
\3"""
text, guards = guard.subn(fast, text)
text, notified = re.subn(r"\truntime_init_done = 1;", "\t__atomic_store_n(&runtime_init_done, 1, __ATOMIC_RELEASE);", text)
text, setters = re.subn(
    r"\tpthread_mutex_lock\(&runtime_init_mu\);\n\tcgo_context_function = context;\n\tpthread_mutex_unlock\(&runtime_init_mu\);\n",
    "\t__atomic_store_n(&cgo_context_function, context, __ATOMIC_RELEASE);\n",
    text,
)
text, getters = re.subn(
    r"\tpthread_mutex_lock\(&runtime_init_mu\);\n\tret = cgo_context_function;\n\tpthread_mutex_unlock\(&runtime_init_mu\);\n",
    "\tret = __atomic_load_n(&cgo_context_function, __ATOMIC_ACQUIRE);\n",
    text,
)
if guards != 1 or notified != 1 or setters != 1 or getters != 1:
    sys.exit(f"{sys.argv[1]}: this is not the guard of go1.19 to go1.21")
sys.stdout.write(text)
