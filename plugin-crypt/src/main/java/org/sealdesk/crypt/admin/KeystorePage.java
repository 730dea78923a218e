package org.sealdesk.crypt.admin;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.Action;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Component;
import org.sealdesk.api.admin.Component.Banner;
import org.sealdesk.api.admin.Component.Details;
import org.sealdesk.api.admin.Component.Field;
import org.sealdesk.api.admin.Component.Form;
import org.sealdesk.api.admin.Component.Section;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.Tone;
import org.sealdesk.api.admin.View;
import org.sealdesk.crypt.admin.KeystoreDesk.Input;
import org.sealdesk.crypt.admin.KeystoreDesk.Work;
import org.sealdesk.crypt.key.KeystoreCare;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.text.Texts;

/** The keystore as a whole: how it stands; back it up, check it, make its index anew, change the keys that seal it. */
final class KeystorePage implements AdminPage {

    static final String PATH = "keystore";

    private static final String FILE = "file";
    private static final int MAX_DETAILS = 50;

    private final Frame frame;
    private final Texts texts;
    private final KeystoreDesk desk;

    KeystorePage(AdminParts parts, Frame frame, KeystoreDesk desk) {
        this.frame = frame;
        this.texts = parts.texts();
        this.desk = desk;
    }

    @Override
    public Outcome handle(AdminRequest request, List<String> path) {
        return request.isWrite() ? begin(request) : new Outcome.Page(view(""));
    }

    private Outcome begin(AdminRequest request) {
        Optional<Work> work = Work.of(request.param("work").orElse(""));
        if (work.isEmpty()) {
            return new Outcome.NotFound();
        }
        return switch (work.get()) {
            case BACKUP -> {
                String named = request.param(FILE).orElse("").strip();
                Optional<Path> file = absolute(named);
                yield file.isEmpty()
                        ? new Outcome.Invalid(view(named), Map.of(FILE, texts.of("keystore.backup.file.wrong")))
                        : begin(work.get(), new Input(file, Optional.empty()), request);
            }
            case ROTATE_KEK, UNLOCK -> withPassphrase(work.get(), request);
            case CHECK, REINDEX, ROTATE_DATA_KEY -> begin(work.get(), Input.NONE, request);
        };
    }

    private Outcome withPassphrase(Work work, AdminRequest request) {
        KeystoreCare.Seal seal;
        try {
            seal = desk.seal();
        } catch (KeystoreUnavailable e) {
            return frame.failed(
                    PATH,
                    "store.unavailable",
                    texts.of("problem.store.unavailable"),
                    Text.data(String.valueOf(e.getMessage())));
        }
        List<Field> asked = SealPassphrase.fields(work, seal, texts);
        if (asked.isEmpty()) {
            return begin(work, Input.NONE, request);
        }
        Optional<Passphrase> passphrase = SealPassphrase.typed(request, asked);
        if (passphrase.isPresent()) {
            return begin(work, new Input(Optional.empty(), passphrase), request);
        }
        return new Outcome.Invalid(
                view(""),
                Map.of(
                        SealPassphrase.PASSPHRASE,
                        texts.of("keystore.passphrase.wrong", KeystoreCare.MIN_PASSPHRASE_CHARACTERS)));
    }

    private Outcome begin(Work work, Input input, AdminRequest request) {
        return desk.begin(work, input, request.actor())
                ? new Outcome.Redirect(PATH, Optional.empty())
                : frame.failed(PATH, "keystore.busy", texts.of("keystore.busy"), texts.of("keystore.busy.why"));
    }

    private static Optional<Path> absolute(String named) {
        try {
            return Optional.of(Path.of(named)).filter(p -> p.isAbsolute() && p.getNameCount() > 0);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private View view(String backupFile) {
        List<Component> body = new ArrayList<>();
        body.add(frame.paragraph("keystore.what"));
        Optional<KeystoreDesk.Running> running = desk.running();
        running.ifPresent(r -> body.add(progress(r)));
        desk.last().ifPresent(result -> result(result, body));
        Optional<Path> directory = Optional.empty();
        Optional<KeystoreCare.Seal> seal = Optional.empty();
        try {
            KeystoreCare.State state = desk.state();
            directory = Optional.of(state.directory());
            state(state, body);
            seal = Optional.of(desk.seal());
            if (running.isEmpty() && state.lockedReason().isPresent()) {
                body.add(section(Work.UNLOCK, SealPassphrase.fields(Work.UNLOCK, seal.get(), texts)));
            }
        } catch (KeystoreUnavailable e) {
            body.add(new Banner(Tone.STOP, Text.data(String.valueOf(e.getMessage())), List.of()));
        }
        if (running.isEmpty()) {
            body.add(backup(backupFile));
            body.add(section(Work.CHECK));
            body.add(section(Work.REINDEX));
            body.add(section(
                    Work.ROTATE_KEK,
                    seal.map(s -> SealPassphrase.fields(Work.ROTATE_KEK, s, texts))
                            .orElse(List.of())));
            body.add(section(Work.ROTATE_DATA_KEY));
        }
        directory.ifPresent(d -> body.add(restore(d)));
        return frame.view(
                "crypt.keystore",
                texts.of("keystore.title"),
                List.of(),
                body,
                List.of(
                        Action.link("health", texts.of("menu.health"), "health"),
                        Action.link("folders", texts.of("folders.title"), FoldersPage.PATH)));
    }

    private Component progress(KeystoreDesk.Running running) {
        long total = Math.max(1, running.total());
        long done = Math.min(Math.max(0, total - 1), running.done());
        return new Component.Progress(
                texts.of("keystore.running." + running.work().code()), done, total);
    }

    private void result(KeystoreDesk.Result result, List<Component> body) {
        Tone tone = result.good() ? Tone.GOOD : Tone.STOP;
        body.add(new Banner(tone, result.text(), List.of()));
        result.details().stream().limit(MAX_DETAILS).forEach(line -> body.add(Frame.data(line)));
        if (result.details().size() > MAX_DETAILS) {
            body.add(frame.paragraph("keystore.more", result.details().size() - MAX_DETAILS));
        }
    }

    private void state(KeystoreCare.State state, List<Component> body) {
        state.readOnlyReason().ifPresent(why -> body.add(new Banner(Tone.STOP, Text.data(why), List.of())));
        state.lockedReason().ifPresent(why -> body.add(new Banner(Tone.STOP, Text.data(why), List.of())));
        body.add(new Details(List.of(
                frame.entry("keystore.directory", Frame.data(state.directory().toString())),
                frame.entry(
                        "keystore.pgp",
                        frame.paragraph(
                                "keystore.own",
                                state.contents().openpgp(),
                                state.contents().ownOpenpgp())),
                frame.entry(
                        "keystore.smime",
                        frame.paragraph(
                                "keystore.own",
                                state.contents().smime(),
                                state.contents().ownSmime())),
                frame.entry(
                        "keystore.secrets",
                        frame.paragraph("value.number", state.contents().secrets())),
                frame.entry("keystore.size", frame.paragraph("keystore.mib", KeystoreDesk.mib(state.octets()))),
                frame.entry(
                        "keystore.room", frame.paragraph("keystore.mib", KeystoreDesk.mib(state.usableOctets()))))));
        if (!state.findings().isEmpty()) {
            List<Component> findings = new ArrayList<>();
            findings.add(frame.paragraph("keystore.findings.what"));
            state.findings().stream().limit(MAX_DETAILS).forEach(f -> findings.add(Frame.data(f)));
            body.add(new Section("findings", texts.of("keystore.findings"), findings));
        }
    }

    private Section backup(String file) {
        Field field = new Field(
                FILE,
                Field.Kind.TEXT,
                texts.of("keystore.backup.file"),
                file,
                Optional.of(texts.of("keystore.backup.file.help")),
                Optional.empty(),
                List.of(),
                true);
        return section(Work.BACKUP, List.of(field));
    }

    private Section section(Work work) {
        return section(work, List.of());
    }

    private Section section(Work work, List<Field> fields) {
        String key = "keystore." + work.code();
        Form form = new Form(work.code(), PATH, true, fields, texts.of(key + ".button"), Map.of("work", work.code()));
        return new Section(work.code(), texts.of(key), List.of(frame.paragraph(key + ".what"), form));
    }

    private Section restore(Path directory) {
        Path data = Optional.ofNullable(directory.getParent()).orElse(directory);
        return new Section(
                "restore",
                texts.of("keystore.restore"),
                List.of(
                        frame.paragraph("keystore.restore.what"),
                        new Component.Code("restore BACKUP --data " + data + " --set-aside", Optional.empty()),
                        frame.paragraph("keystore.restore.after")));
    }
}
