package org.sealdesk.harness.mail;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls hooks on a bounded pool and interrupts them at the deadline. A hook that ignores the interrupt keeps its thread;
 * when all threads are kept, calls fail like a timeout.
 */
public final class HookCalls implements AutoCloseable {

    private static final int MAX_THREADS = 32;

    private final ThreadPoolExecutor threads;
    private final Chaos chaos;

    public HookCalls(Chaos chaos) {
        this.chaos = chaos;
        threads = new ThreadPoolExecutor(0, MAX_THREADS, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(work, "mail-hook");
            thread.setDaemon(true);
            thread.setContextClassLoader(HookCalls.class.getClassLoader());
            return thread;
        });
    }

    /**
     * @param name of the hook, for the message
     * @throws HookFailure if there is no answer, whatever the reason; also for a null answer
     */
    public <T> T call(String name, Duration budget, Callable<T> hook) throws HookFailure {
        Future<T> answer;
        try {
            answer = threads.submit(() -> {
                chaos.beforeHook();
                return hook.call();
            });
        } catch (RejectedExecutionException e) {
            throw new HookFailure("mail hook \"" + name + "\" was not called: " + MAX_THREADS + " calls hang", e);
        }
        try {
            T value = answer.get(budget.toMillis(), TimeUnit.MILLISECONDS);
            if (value == null) {
                throw new HookFailure("mail hook \"" + name + "\" answered null", new NullPointerException());
            }
            return value;
        } catch (TimeoutException e) {
            throw new HookFailure("mail hook \"" + name + "\" took longer than " + budget.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new HookFailure("mail hook \"" + name + "\" threw " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HookFailure("the host stopped while mail hook \"" + name + "\" ran", e);
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
