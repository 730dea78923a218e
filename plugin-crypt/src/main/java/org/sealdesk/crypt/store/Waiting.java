package org.sealdesk.crypt.store;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waits for the store's own threads. The caller's interrupt is kept for it, but does not end the wait. */
final class Waiting {

    private Waiting() {}

    /** @throws ExecutionException with what the work threw */
    static <T> T on(Future<T> future) throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static void forEndOf(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
