package org.sealdesk.crypt;

import org.jspecify.annotations.Nullable;

/**
 * Where extensions find their plugin. PF4J makes extensions without arguments, and makes new ones as it likes; this is
 * the one static reference they need. It lives in the plugin's class loader and is empty while the plugin is stopped.
 */
final class Running {

    private static volatile @Nullable Wiring wiring;

    private Running() {}

    static void set(Wiring started) {
        wiring = started;
    }

    static void clear() {
        wiring = null;
    }

    /** @throws IllegalStateException if the plugin is not started; the host then fails closed and visible */
    static Wiring get() {
        Wiring now = wiring;
        if (now == null) {
            throw new IllegalStateException("the plugin crypt is not started");
        }
        return now;
    }

    static @Nullable Wiring orNull() {
        return wiring;
    }
}
