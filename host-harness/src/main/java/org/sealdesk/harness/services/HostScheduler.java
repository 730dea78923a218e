package org.sealdesk.harness.services;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.sealdesk.api.host.ScheduledTasks;
import org.sealdesk.api.host.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Later and recurring work on two threads of the host. Closing drops what has not begun. */
public final class HostScheduler implements Scheduler, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HostScheduler.class);
    private static final Duration MIN_INTERVAL = Duration.ofSeconds(1);

    private final ScheduledThreadPoolExecutor threads;

    public HostScheduler(String name) {
        threads = new ScheduledThreadPoolExecutor(2, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            // Whoever asks for work may be a plugin, whose loader the thread would inherit and hold.
            thread.setContextClassLoader(HostScheduler.class.getClassLoader());
            return thread;
        });
        threads.setRemoveOnCancelPolicy(true);
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void once(String name, Duration delay, Runnable work) {
        try {
            Future<?> unused =
                    threads.schedule(() -> run(name, work), Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("work {} dropped: its plugin has stopped", name);
        }
    }

    public void repeat(ScheduledTasks.Task task) {
        Duration every = task.every().compareTo(MIN_INTERVAL) < 0 ? MIN_INTERVAL : task.every();
        repeat(task.id(), every, task.work());
    }

    /** Work of the host's own, the first time after one interval. */
    public void repeat(String name, Duration every, Runnable work) {
        Future<?> unused = threads.scheduleWithFixedDelay(
                () -> run(name, work), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void run(String name, Runnable work) {
        try {
            work.run();
        } catch (Throwable e) {
            LOG.warn("work {} failed", name, e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
