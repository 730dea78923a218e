package org.sealdesk.crypt.admin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Upload;
import org.sealdesk.api.host.Directory.Contact;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.intake.ImportFile;
import org.sealdesk.crypt.intake.ImportOptions;
import org.sealdesk.crypt.intake.ImportReport;
import org.sealdesk.crypt.intake.ImportedItem;
import org.sealdesk.crypt.intake.ItemKind;
import org.sealdesk.crypt.intake.ItemResult;
import org.sealdesk.crypt.key.Author;
import org.sealdesk.crypt.key.CertificateFacts.Source;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.Keystore.Change;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.text.Texts;
import org.sealdesk.crypt.verdict.TrustLevel;

/**
 * Takes a contact's own keys: certificates of its own addresses and nothing else. All of an upload is looked at before any
 * of it is stored. What comes this way is trusted as little as what came with mail, and is never an issuer to rely on.
 */
final class ContactUpload {

    static final String ACTION = "key.contact.upload";

    /** A certificate with a photograph; nobody's own keys are larger. */
    private static final int MAX_OCTETS = 1024 * 1024;

    private static final int MAX_FILES = 10;
    private static final int MAX_ITEMS = 10;

    /** Own uploads of one contact; with more, an old one has to be withdrawn first. */
    static final int MAX_KEYS = 30;

    private static final String PASTED = "pasted text";

    private final AdminParts parts;
    private final Contact contact;
    private final Author author;
    private final Set<String> addresses;

    ContactUpload(AdminParts parts, Contact contact) {
        this.parts = parts;
        this.contact = contact;
        this.author = Author.of(actor(contact), ACTION);
        this.addresses = addresses(contact).stream().map(MailAddress::toString).collect(Collectors.toSet());
    }

    static String actor(Contact contact) {
        return "contact " + contact.id();
    }

    static List<MailAddress> addresses(Contact contact) {
        return contact.addresses().stream()
                .flatMap(a -> MailAddress.parse(a).stream())
                .toList();
    }

    /** @param refused why nothing was stored; empty if everything was */
    record Result(Optional<Text> refused, Set<Fingerprint> taken) {}

    Result take(AdminRequest request, int alreadyHere) throws IOException, KeystoreLocked, KeystoreUnavailable {
        List<ImportFile> files = files(request);
        long octets = files.stream().mapToLong(f -> f.content().size()).sum();
        Texts texts = parts.texts();
        if (files.isEmpty()) {
            return refused(texts.of("contact.nothing"));
        }
        if (octets > MAX_OCTETS || files.size() > MAX_FILES) {
            return refused(texts.of("contact.large", MAX_OCTETS / 1024, MAX_FILES));
        }
        ImportOptions options = new ImportOptions(
                Source.CONTACT, TrustLevel.HARVESTED, Optional.empty(), ImportOptions.Authorities.ORDINARY);
        ImportReport preview = parts.importer().preview(files, List.of(), options);
        Optional<Text> reason = preview.items().size() > MAX_ITEMS
                        || alreadyHere + preview.count(ItemResult.ADDED) > MAX_KEYS
                ? Optional.of(texts.of("contact.many", MAX_ITEMS, MAX_KEYS))
                : preview.items().stream().flatMap(i -> refusal(i).stream()).findFirst();
        if (reason.isPresent()) {
            parts.audit(author.who(), ACTION, contact.id(), "refused");
            return refused(reason.get());
        }
        ImportReport report = parts.importer().by(author).importFiles(files, List.of(), options);
        if (report.count(ItemResult.FAILED) > 0) {
            return refused(texts.of("problem.store.unavailable"));
        }
        return new Result(Optional.empty(), mark(report));
    }

    private static Result refused(Text why) {
        return new Result(Optional.of(why), Set.of());
    }

    private Optional<Text> refusal(ImportedItem item) {
        Texts texts = parts.texts();
        boolean locked = List.of("password.needed", "password.wrong").contains(item.code());
        if (item.kind() == ItemKind.PGP_SECRET_KEY || item.kind() == ItemKind.X509_PRIVATE_KEY || locked) {
            return Optional.of(texts.of("contact.secret"));
        }
        if (item.kind() != ItemKind.PGP_CERTIFICATE && item.kind() != ItemKind.X509_CERTIFICATE) {
            return Optional.of(texts.of("contact.unknown", item.file()));
        }
        if (item.result() == ItemResult.FAILED) {
            return Optional.of(texts.of("contact.failed", item.displayName(), Text.data(item.reason())));
        }
        if (item.addresses().isEmpty()) {
            return Optional.of(texts.of("contact.noaddress", item.displayName()));
        }
        return item.addresses().stream()
                .filter(a -> !addresses.contains(a))
                .findFirst()
                .map(foreign -> texts.of("contact.foreign", item.displayName(), foreign));
    }

    /** Notes who brought what is new. An earlier upload that lost its note to a kill gets it now. */
    private Set<Fingerprint> mark(ImportReport report) throws KeystoreLocked, KeystoreUnavailable {
        Set<Fingerprint> taken = new LinkedHashSet<>();
        List<Change> changes = new ArrayList<>();
        Keystore keystore = parts.keystore();
        for (ImportedItem item : report.items()) {
            for (StoredCertificate stored : item.fingerprint()
                    .flatMap(Fingerprint::parse)
                    .map(keystore::byAnyFingerprint)
                    .orElse(List.of())) {
                taken.add(stored.certificate().fingerprint());
                if (stored.facts().source() == Source.CONTACT
                        && stored.facts().uploader().isEmpty()) {
                    changes.add(new Change.PutFacts(
                            stored.certificate().fingerprint(), stored.facts().withUploader(contact.id())));
                }
            }
        }
        if (!changes.isEmpty()) {
            keystore.by(author).apply(changes);
        }
        return taken;
    }

    private static List<ImportFile> files(AdminRequest request) throws IOException {
        List<ImportFile> files = new ArrayList<>();
        for (Upload upload : request.uploads()) {
            // One octet more than allowed is enough to know that it is too much.
            try (InputStream in = upload.content().open()) {
                files.add(new ImportFile(upload.fileName(), Octets.of(in.readNBytes(MAX_OCTETS + 1))));
            }
        }
        String text = request.param("text").orElse("");
        if (!text.isBlank()) {
            files.add(new ImportFile(PASTED, Octets.of(text.getBytes(StandardCharsets.UTF_8))));
        }
        files.removeIf(f -> f.content().size() == 0);
        return files;
    }
}
