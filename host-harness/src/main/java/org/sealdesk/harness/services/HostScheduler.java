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
        long millis = Math.max(MIN_INTERVAL.toMillis(), task.every().toMillis());
        Future<?> unused = threads.scheduleWithFixedDelay(
                () -> run(task.id(), task.work()), millis, millis, TimeUnit.MILLISECONDS);
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
