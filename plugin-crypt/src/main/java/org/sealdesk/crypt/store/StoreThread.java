package org.sealdesk.crypt.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A thread of the store: its files are used there and nowhere else, because an interrupt of a host's thread would close
 * their channels. Work is done in order; {@link Batch} work that waits together is done together.
 */
final class StoreThread implements AutoCloseable {

    /** So many batches share one write to the disk. */
    private static final int MAX_TOGETHER = 256;

    private final LinkedBlockingQueue<Job> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private boolean closed;

    StoreThread(String name) {
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(StoreThread.class.getClassLoader());
        thread.start();
    }

    /** @return fails with {@link IllegalStateException} if the thread was closed before */
    <T> CompletableFuture<T> submit(Callable<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        enqueue(new Work(() -> complete(work, done)), done);
        return done;
    }

    /** @param target gets this batch together with all others that wait by then */
    CompletableFuture<Void> submit(List<LoggedChange> changes, Batches target) {
        Batch batch = new Batch(changes, ChangeCodec.writeBatch(changes), target, new CompletableFuture<>());
        enqueue(batch, batch.done());
        return batch.done();
    }

    private synchronized void enqueue(Job job, CompletableFuture<?> done) {
        if (closed) {
            done.completeExceptionally(new IllegalStateException("keystore is closed"));
        } else {
            queue.add(job);
        }
    }

    private static <T> void complete(Callable<T> work, CompletableFuture<T> done) {
        try {
            done.complete(work.call());
        } catch (Exception | Error e) {
            done.completeExceptionally(e);
        }
    }

    private void run() {
        List<Batch> waiting = new ArrayList<>();
        while (true) {
            Job job = take();
            while (job instanceof Batch batch) {
                waiting.add(batch);
                job = waiting.size() < MAX_TOGETHER ? queue.poll() : null;
            }
            if (!waiting.isEmpty()) {
                commit(waiting);
                waiting.clear();
            }
            if (job instanceof Work work) {
                work.run().run();
            } else if (job instanceof End) {
                return;
            }
        }
    }

    private static void commit(List<Batch> waiting) {
        try {
            waiting.get(0).target().commit(List.copyOf(waiting));
        } catch (RuntimeException | Error e) {
            waiting.forEach(batch -> batch.done().completeExceptionally(e));
        }
    }

    private Job take() {
        while (true) {
            try {
                return queue.take();
            } catch (InterruptedException e) {
                // Nobody but us has this thread; there is nothing to stop for before the end job.
            }
        }
    }

    /** Does what waits, then ends. */
    @Override
    public void close() {
        synchronized (this) {
            if (!closed) {
                closed = true;
                queue.add(new End());
            }
        }
        if (Thread.currentThread() != thread) {
            Waiting.forEndOf(thread);
        }
    }

    private sealed interface Job {}

    private record Work(Runnable run) implements Job {}

    private record End() implements Job {}

    /** Changes on their way into the journal. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier; nobody compares it
    record Batch(List<LoggedChange> changes, byte[] octets, Batches target, CompletableFuture<Void> done)
            implements Job {}

    /** Makes batches durable and completes each. */
    interface Batches {
        void commit(List<Batch> waiting);
    }
}
