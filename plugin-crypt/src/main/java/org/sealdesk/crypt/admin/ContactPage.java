package org.sealdesk.crypt.admin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.api.Problem;
import org.sealdesk.api.Severity;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.Action;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Component;
import org.sealdesk.api.admin.Component.Field;
import org.sealdesk.api.admin.Component.Form;
import org.sealdesk.api.admin.Component.Section;
import org.sealdesk.api.admin.Component.Table;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.Tone;
import org.sealdesk.api.admin.View;
import org.sealdesk.api.contact.ContactPages;
import org.sealdesk.api.host.Directory.Contact;
import org.sealdesk.crypt.key.Author;
import org.sealdesk.crypt.key.CertificateFacts.Role;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Keystore.Change;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.text.Texts;
import org.sealdesk.crypt.verdict.Technology;
import org.sealdesk.crypt.verdict.TrustLevel;

/** What a contact sees and does: the keys of its addresses, new ones, and taking back what it uploaded itself. */
public final class ContactPage implements ContactPages {

    private static final String UPLOAD = "upload";
    private static final String WITHDRAW = "withdraw";

    private final AdminParts parts;
    private final Texts texts;
    private final Frame frame;
    private final KeyStatus status;

    public ContactPage(AdminParts parts, ConfigurationErrors errors) {
        this.parts = parts;
        this.texts = parts.texts();
        this.frame = new Frame(parts.texts(), errors);
        this.status = new KeyStatus(parts);
    }

    @Override
    public Text title() {
        return texts.of("contact.title");
    }

    @Override
    public Outcome handle(Contact contact, AdminRequest request) throws IOException {
        String path = String.join("/", request.path());
        if (!request.isWrite()) {
            return path.isEmpty() ? new Outcome.Page(page(contact)) : new Outcome.NotFound();
        }
        try {
            return switch (path) {
                case UPLOAD -> upload(contact, request);
                case WITHDRAW -> withdraw(contact, request.param("key").orElse(""));
                default -> new Outcome.NotFound();
            };
        } catch (KeystoreLocked | KeystoreUnavailable e) {
            // What is wrong with the store is for administrators; the health page says it to them.
            return back("store.unavailable", Severity.ERROR, texts.of("problem.store.unavailable"));
        }
    }

    private static Outcome back(String code, Severity severity, Text what) {
        return new Outcome.Redirect("", Optional.of(new Problem(code, severity, what, Text.data(""), List.of())));
    }

    /** Without the desk's configuration errors, which are none of a contact's business. */
    private View page(Contact contact) {
        List<Component> body = new ArrayList<>();
        body.add(new Component.Paragraph(texts.of("contact.what", String.join(", ", contact.addresses()))));
        body.add(table(contact));
        Field files = field("files", Field.Kind.FILES);
        Field text = field("text", Field.Kind.LONG_TEXT);
        Field replace = field("replace", Field.Kind.SWITCH);
        body.add(new Section(
                UPLOAD,
                texts.of("contact.upload"),
                List.of(new Form(
                        UPLOAD,
                        UPLOAD,
                        true,
                        List.of(files, text, replace),
                        texts.of("contact.upload.button"),
                        Map.of()))));
        return new View("crypt.contact", title(), List.of(), List.of(), body, List.of());
    }

    private Field field(String name, Field.Kind kind) {
        return new Field(
                name,
                kind,
                texts.of("contact." + name),
                "",
                Optional.of(texts.of("contact." + name + ".help")),
                Optional.empty(),
                List.of(),
                false);
    }

    private Table table(Contact contact) {
        return new Table(
                "keys",
                title(),
                List.of(
                        new Table.Column("who", texts.of("which.key"), false),
                        new Table.Column("fingerprint", texts.of("list.fingerprint"), false),
                        new Table.Column("status", texts.of("list.status"), false),
                        new Table.Column("expires", texts.of("list.expires"), false),
                        new Table.Column("from", texts.of("detail.source"), false)),
                keys(contact).stream().map(stored -> row(contact, stored)).toList(),
                Optional.empty(),
                Optional.empty(),
                new Component.Empty(texts.of("contact.empty"), List.of()));
    }

    /** Of all its addresses, each certificate once. */
    private List<StoredCertificate> keys(Contact contact) {
        Map<Fingerprint, StoredCertificate> keys = new LinkedHashMap<>();
        ContactUpload.addresses(contact).stream()
                .flatMap(address -> parts.keystore().byAddress(address).stream())
                .filter(stored -> !stored.hasSecret())
                .forEach(stored -> keys.put(stored.certificate().fingerprint(), stored));
        return List.copyOf(keys.values());
    }

    private static boolean isUploadOf(Contact contact, StoredCertificate stored) {
        return stored.facts().uploader().equals(Optional.of(contact.id()));
    }

    private Table.TableRow row(Contact contact, StoredCertificate stored) {
        boolean own = isUploadOf(contact, stored);
        String hex = stored.certificate().fingerprint().hex();
        List<Action> actions = own && stored.facts().role() == Role.ACTIVE
                ? List.of(Action.dangerousPost(
                        "withdraw-" + hex,
                        texts.of("contact.withdraw"),
                        WITHDRAW,
                        texts.of("contact.withdraw.confirm"),
                        Map.of("key", hex)))
                : List.of();
        return new Table.TableRow(
                hex,
                List.of(
                        Frame.data(stored.certificate().displayName()),
                        Frame.data(KeyFacts.grouped(stored.certificate().fingerprint())),
                        status.of(stored),
                        new Component.Paragraph(frame.dateOrNever(
                                stored.certificate().validity().to())),
                        new Component.Paragraph(texts.of(own ? "contact.yours" : "contact.desks"))),
                actions,
                Tone.NEUTRAL);
    }

    private Outcome upload(Contact contact, AdminRequest request)
            throws IOException, KeystoreLocked, KeystoreUnavailable {
        List<StoredCertificate> before =
                keys(contact).stream().filter(k -> isUploadOf(contact, k)).toList();
        ContactUpload.Result result = new ContactUpload(parts, contact).take(request, before.size());
        if (result.refused().isPresent()) {
            return back("contact.refused", Severity.ERROR, result.refused().get());
        }
        if (!request.param("replace").orElse("").isEmpty()) {
            replace(contact, before, result.taken());
        }
        parts.changes().changed(result.taken().stream().map(Fingerprint::hex).toList());
        return back(
                "ok", Severity.INFO, texts.of("contact.uploaded", result.taken().size()));
    }

    /** Earlier uploads go where a new one of the same technology came. */
    private void replace(Contact contact, List<StoredCertificate> before, Set<Fingerprint> taken)
            throws KeystoreLocked, KeystoreUnavailable {
        Set<Technology> renewed = new HashSet<>();
        taken.forEach(f -> parts.keystore()
                .byFingerprint(f)
                .ifPresent(c -> renewed.add(c.certificate().technology())));
        List<Change> changes = before.stream()
                .filter(old -> !taken.contains(old.certificate().fingerprint()))
                .filter(old -> renewed.contains(old.certificate().technology()))
                .map(ContactPage::goes)
                .toList();
        if (!changes.isEmpty()) {
            parts.keystore()
                    .by(Author.of(ContactUpload.actor(contact), "key.contact.replace"))
                    .apply(changes);
        }
    }

    private Outcome withdraw(Contact contact, String hex) throws KeystoreLocked, KeystoreUnavailable {
        Optional<StoredCertificate> found = keys(contact).stream()
                .filter(k -> k.certificate().fingerprint().hex().equals(hex))
                .filter(k -> isUploadOf(contact, k))
                .findFirst();
        if (found.isEmpty()) {
            return new Outcome.NotFound();
        }
        parts.keystore()
                .by(Author.of(ContactUpload.actor(contact), "key.contact.withdraw"))
                .apply(List.of(goes(found.get())));
        parts.changes().changed(List.of(hex));
        return back("ok", Severity.INFO, texts.of("contact.withdrawn"));
    }

    /** What somebody here has checked is only retired: old signatures with it can still be checked. */
    private static Change goes(StoredCertificate stored) {
        Fingerprint fingerprint = stored.certificate().fingerprint();
        return stored.facts().trust() == TrustLevel.CONFIRMED || stored.facts().trust() == TrustLevel.REJECTED
                ? new Change.PutFacts(fingerprint, stored.facts().withRole(Role.RETIRED))
                : new Change.DeleteCertificate(fingerprint);
    }
}
