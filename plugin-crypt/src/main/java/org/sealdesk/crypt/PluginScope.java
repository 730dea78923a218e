package org.sealdesk.crypt;

import java.util.concurrent.Callable;

/**
 * Every call from the host passes here: while it lasts, the thread's context class loader is the plugin's. jakarta.mail
 * looks for its provider there, and would find the host's, if that has one, or none.
 */
final class PluginScope {

    private PluginScope() {}

    static <T> T call(Callable<T> work) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(PluginScope.class.getClassLoader());
        try {
            return work.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** For work without checked exceptions. */
    static <T> T get(java.util.function.Supplier<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(PluginScope.class.getClassLoader());
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    static void run(Runnable work) {
        get(() -> {
            work.run();
            return true;
        });
    }
}
