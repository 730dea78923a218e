package org.sealdesk.crypt.admin;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.sealdesk.api.Text;
import org.sealdesk.api.host.Scheduler;
import org.sealdesk.crypt.audit.AuditedCare;
import org.sealdesk.crypt.key.Author;
import org.sealdesk.crypt.key.BackupReport;
import org.sealdesk.crypt.key.KeystoreCare;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.RotationReport;
import org.sealdesk.crypt.key.StoreReport;
import org.sealdesk.crypt.text.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What pages do with the keystore as a whole: one long work at a time, while nobody waits. */
public final class KeystoreDesk {

    private static final Logger LOG = LoggerFactory.getLogger(KeystoreDesk.class);

    private final AuditedCare care;
    private final Supplier<Scheduler> scheduler;
    private final InstantSource clock;
    private final Texts texts;
    private final Runnable unlocked;
    private final Runnable done;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile Optional<Running> running = Optional.empty();
    private volatile Optional<Result> last = Optional.empty();

    /**
     * @param unlocked runs after the keystore was unlocked
     * @param done runs after each work, whatever became of it
     */
    public KeystoreDesk(
            AuditedCare care,
            Supplier<Scheduler> scheduler,
            InstantSource clock,
            Texts texts,
            Runnable unlocked,
            Runnable done) {
        this.unlocked = unlocked;
        this.done = done;
        this.care = care;
        this.scheduler = scheduler;
        this.clock = clock;
        this.texts = texts;
    }

    enum Work {
        BACKUP("backup"),
        CHECK("check"),
        REINDEX("reindex"),
        ROTATE_KEK("rotate-kek"),
        ROTATE_DATA_KEY("rotate-data-key"),
        UNLOCK("unlock");

        private final String code;

        Work(String code) {
            this.code = code;
        }

        String code() {
            return code;
        }

        static Optional<Work> of(String code) {
            return List.of(values()).stream().filter(w -> w.code.equals(code)).findFirst();
        }
    }

    /** @param passphrase wiped when the work is done */
    record Input(Optional<Path> file, Optional<Passphrase> passphrase) {
        static final Input NONE = new Input(Optional.empty(), Optional.empty());

        void close() {
            passphrase.ifPresent(Passphrase::close);
        }
    }

    record Running(Work work, long done, long total) {}

    /**
     * @param good false if it failed or found something
     * @param details what was found, a line each
     */
    record Result(Work work, Instant at, boolean good, Text text, List<String> details) {
        Result {
            details = List.copyOf(details);
        }
    }

    KeystoreCare.State state() throws KeystoreUnavailable {
        return care.state();
    }

    Optional<Running> running() {
        return running;
    }

    /** Of the last work that ended since the start. */
    Optional<Result> last() {
        return last;
    }

    KeystoreCare.Seal seal() throws KeystoreUnavailable {
        return care.seal();
    }

    /** @return false if another work is going on */
    boolean begin(Work work, Input input, String actor) {
        if (!busy.compareAndSet(false, true)) {
            input.close();
            return false;
        }
        running = Optional.of(new Running(work, 0, 0));
        scheduler.get().once("crypt-keystore-" + work.code(), Duration.ZERO, () -> run(work, input, actor));
        return true;
    }

    private void run(Work work, Input input, String actor) {
        try {
            last = Optional.of(result(work, input, care.by(Author.of(actor, ""))));
        } catch (KeystoreUnavailable e) {
            last = Optional.of(
                    new Result(work, clock.instant(), false, Text.data(String.valueOf(e.getMessage())), List.of()));
        } catch (RuntimeException e) {
            LOG.error("work {} on the keystore failed", work.code(), e);
            last = Optional.of(new Result(work, clock.instant(), false, texts.of("keystore.failed"), List.of()));
        } finally {
            input.close();
            running = Optional.empty();
            busy.set(false);
            done.run();
        }
    }

    private Result result(Work work, Input input, AuditedCare by) throws KeystoreUnavailable {
        KeystoreCare.Progress progress = (done, total) -> running = Optional.of(new Running(work, done, total));
        return switch (work) {
            case BACKUP -> {
                BackupReport report = by.backup(input.file().orElseThrow(), progress);
                yield good(
                        work,
                        texts.of(
                                "keystore.done.backup",
                                Text.data(input.file().get().toString()),
                                mib(report.octets()),
                                report.sequence()));
            }
            case CHECK -> checked(by.check(progress));
            case REINDEX -> {
                by.reindex();
                yield good(work, texts.of("keystore.done.reindex"));
            }
            case ROTATE_KEK -> {
                if (input.passphrase().isPresent()) {
                    by.rotateSealingKey(input.passphrase().get());
                } else {
                    by.rotateSealingKey();
                }
                yield good(work, texts.of("keystore.done.rotate-kek"));
            }
            case ROTATE_DATA_KEY -> {
                RotationReport report = by.rotateDataKey();
                yield good(work, texts.of("keystore.done.rotate-data-key", report.resealed(), report.unreadable()));
            }
            case UNLOCK ->
                unlocked(
                        input.passphrase().isPresent()
                                ? by.unlock(input.passphrase().get())
                                : by.unlock());
        };
    }

    private Result unlocked(Optional<String> lockedReason) {
        if (lockedReason.isPresent()) {
            return new Result(Work.UNLOCK, clock.instant(), false, Text.data(lockedReason.get()), List.of());
        }
        unlocked.run();
        return good(Work.UNLOCK, texts.of("keystore.done.unlock"));
    }

    private Result checked(StoreReport report) {
        List<String> details = new ArrayList<>();
        report.problems().forEach(p -> details.add(p.toString()));
        details.addAll(report.notes());
        Text text = report.isClean()
                ? texts.of("keystore.done.check", report.generations(), report.journalRecords())
                : texts.of("keystore.done.check.problems", report.problems().size());
        return new Result(Work.CHECK, clock.instant(), report.isClean(), text, details);
    }

    private Result good(Work work, Text text) {
        return new Result(work, clock.instant(), true, text, List.of());
    }

    /** Rounded up. */
    static long mib(long octets) {
        long mib = 1024 * 1024;
        return (octets + mib - 1) / mib;
    }
}
