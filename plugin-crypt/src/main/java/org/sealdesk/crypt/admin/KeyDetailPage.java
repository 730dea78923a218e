package org.sealdesk.crypt.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.Action;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Component;
import org.sealdesk.api.admin.Component.Code;
import org.sealdesk.api.admin.Component.Details;
import org.sealdesk.api.admin.Component.Link;
import org.sealdesk.api.admin.Component.Row;
import org.sealdesk.api.admin.Component.Section;
import org.sealdesk.api.admin.Component.Tree;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.Permissions;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.engine.Usability;
import org.sealdesk.crypt.engine.Usability.Purpose;
import org.sealdesk.crypt.intake.KeyExport;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.ComponentKey;
import org.sealdesk.crypt.key.LastUsed;
import org.sealdesk.crypt.key.LastUsed.Use;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.key.X509Facts;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.text.Texts;
import org.sealdesk.crypt.verdict.Technology;

/** Everything about one certificate, and what can be done with it. */
final class KeyDetailPage implements AdminPage {

    private final AdminParts parts;
    private final Frame frame;
    private final Texts texts;
    private final Technology technology;
    private final KeyStatus status;
    private final KeyForms forms;
    private final ChainTree chains;
    private final FolderDesk folders;

    KeyDetailPage(AdminParts parts, Frame frame, FolderDesk folders, Technology technology) {
        this.parts = parts;
        this.frame = frame;
        this.texts = parts.texts();
        this.technology = technology;
        this.status = new KeyStatus(parts);
        this.forms = new KeyForms(parts);
        this.chains = new ChainTree(parts);
        this.folders = folders;
    }

    @Override
    public Outcome handle(AdminRequest request, List<String> path) {
        Optional<StoredCertificate> found = KeyPaths.find(parts.keystore(), technology, path.get(1));
        return found.<Outcome>map(stored -> page(stored, request)).orElseGet(Outcome.NotFound::new);
    }

    private Outcome page(StoredCertificate stored, AdminRequest request) {
        Certificate certificate = stored.certificate();
        List<Component> body = new ArrayList<>();
        body.add(new Row(List.of(status.of(stored), new Component.Paragraph(status.kind(stored)))));
        body.add(facts(stored));
        body.add(used(stored));
        body.add(certificate.x509().isPresent() ? chains.of(stored) : subkeys(certificate));
        body.addAll(forms.of(stored, request));
        Link list = new Link(texts.of("list." + KeyPaths.list(technology) + ".title"), KeyPaths.list(technology));
        return new Outcome.Page(frame.view(
                "crypt." + KeyPaths.list(technology) + ".detail",
                Text.data(certificate.displayName()),
                List.of(list),
                body,
                actions(stored, request)));
    }

    private List<Action> actions(StoredCertificate stored, AdminRequest request) {
        Certificate certificate = stored.certificate();
        List<Action> actions = new ArrayList<>();
        actions.add(Action.link("download", texts.of("detail.download"), KeyPaths.below(certificate, "certificate")));
        actions.add(Action.link("txt", texts.of("detail.fingerprint.txt"), KeyPaths.below(certificate, "fingerprint")));
        if (certificate.x509().isPresent() && stored.hasSecret()) {
            actions.add(
                    Action.link("relations", texts.of("detail.relations"), KeyPaths.below(certificate, "relations")));
        }
        if (stored.hasSecret() && request.may(Permissions.EXPORT_PRIVATE)) {
            actions.add(Action.link(
                    "export", texts.of("detail.export"), KeyPaths.below(certificate, SecretExportPage.END)));
        }
        if (request.may(Permissions.AUDIT)) {
            actions.add(Action.link("history", texts.of("detail.history"), HistoryPage.of(certificate)));
        }
        if (request.may(Permissions.MANAGE_KEYS)) {
            actions.add(Action.link("delete", texts.of("list.delete"), KeyPaths.below(certificate, "delete")));
        }
        return actions;
    }

    private Section facts(StoredCertificate stored) {
        Certificate certificate = stored.certificate();
        List<Details.Entry> entries = new ArrayList<>();
        entries.add(frame.entry("detail.fingerprint", code(KeyFacts.grouped(certificate.fingerprint()))));
        certificate.x509().ifPresent(x -> x509(x, certificate, entries));
        if (certificate.x509().isEmpty()) {
            entries.add(frame.entry("list.pgp.id", code(KeyFacts.shortName(certificate))));
            entries.add(frame.entry("detail.names", Frame.data(String.join("\n", certificate.names()))));
        }
        if (!certificate.addresses().isEmpty()) {
            entries.add(frame.entry("detail.addresses", Frame.data(addresses(certificate))));
        }
        entries.add(frame.entry(
                "list.algorithm", Frame.data(certificate.primaryKey().algorithm())));
        entries.add(frame.entry(
                "list.created",
                new Component.Paragraph(frame.date(certificate.validity().from()))));
        entries.add(frame.entry(
                "list.expires",
                new Component.Paragraph(frame.dateOrNever(certificate.validity().to()))));
        certificate
                .revokedAt()
                .ifPresent(at -> entries.add(frame.entry("detail.revoked", new Component.Paragraph(frame.date(at)))));
        entries.add(frame.entry("detail.sign", usability(certificate, Purpose.SIGN)));
        entries.add(frame.entry("detail.encrypt", usability(certificate, Purpose.ENCRYPT)));
        entries.add(frame.entry("detail.secret", frame.paragraph(stored.hasSecret() ? "value.yes" : "value.no")));
        entries.add(frame.entry(
                "detail.source",
                frame.paragraph("source." + stored.facts().source().name().toLowerCase(Locale.ROOT))));
        stored.facts()
                .uploader()
                .ifPresent(contact -> entries.add(frame.entry("detail.uploader", Frame.data(contact))));
        entries.add(frame.entry(
                "detail.added",
                new Component.Paragraph(frame.date(stored.facts().addedAt()))));
        folders.status()
                .retirement(certificate.fingerprint().hex())
                .ifPresent(r -> entries.add(frame.entry(
                        "detail.retired",
                        frame.paragraph(
                                "detail.retired.folder",
                                frame.date(r.at()),
                                r.lastFile().toString()))));
        return new Section("facts", texts.of("detail.facts"), List.of(new Details(entries)));
    }

    private Section used(StoredCertificate stored) {
        LastUsed uses = parts.keystore().lastUsed(stored.certificate().fingerprint());
        List<Details.Entry> entries = new ArrayList<>();
        for (Use use : Use.values()) {
            boolean needsSecret = use == Use.SIGNING || use == Use.OPENING;
            if (stored.hasSecret() || !needsSecret || uses.day(use).isPresent()) {
                Text day = uses.day(use).map(d -> texts.of("value.date", d)).orElseGet(() -> texts.of("used.never"));
                entries.add(frame.entry("used." + use.name().toLowerCase(Locale.ROOT), new Component.Paragraph(day)));
            }
        }
        return new Section("used", texts.of("used.title"), List.of(new Details(entries), frame.paragraph("used.note")));
    }

    private void x509(X509Facts x509, Certificate certificate, List<Details.Entry> entries) {
        entries.add(frame.entry("detail.sha1", code(KeyExport.colons(x509.sha1()))));
        entries.add(frame.entry("detail.subject", Frame.data(x509.subject())));
        entries.add(frame.entry("detail.issuer", Frame.data(x509.issuer())));
        entries.add(frame.entry(
                "detail.serial",
                code(KeyFacts.grouped(x509.serial().toString(16).toUpperCase(Locale.ROOT)))));
        entries.add(frame.entry("list.smime.id", code(x509.subjectHash())));
        entries.add(frame.entry("detail.hash.old", code(x509.subjectHashOld())));
        entries.add(frame.entry(
                "detail.spki",
                code(KeyFacts.grouped(
                        certificate.primaryKey().publicKeyIdentity().hex()))));
        x509.subjectKeyIdentifier()
                .map(Octets::hex)
                .ifPresent(id -> entries.add(frame.entry("detail.ski", code(KeyFacts.grouped(id)))));
    }

    private static Code code(String text) {
        return new Code(text, Optional.empty());
    }

    private static String addresses(Certificate certificate) {
        return certificate.addresses().stream()
                .sorted()
                .map(MailAddress::toString)
                .collect(Collectors.joining(", "));
    }

    private Component usability(Certificate certificate, Purpose purpose) {
        Usability usability = parts.usability().of(certificate, purpose, parts.now());
        if (usability instanceof Usability.Usable usable) {
            return frame.paragraph("detail.usable", usable.algorithm());
        }
        Usability.Unusable no = (Usability.Unusable) usability;
        Text why = texts.find("problem." + no.code()).orElseGet(() -> Text.data(no.code()));
        return new Row(List.of(frame.paragraph("detail.unusable", why), Frame.data(no.reason())));
    }

    private Section subkeys(Certificate certificate) {
        List<Tree.Node> below = certificate.keys().stream()
                .skip(1)
                .map(key -> new Tree.Node(line(key), List.of()))
                .toList();
        Tree tree = new Tree(
                texts.of("detail.keys.caption"), List.of(new Tree.Node(line(certificate.primaryKey()), below)));
        return new Section("keys", texts.of("detail.keys"), List.of(tree));
    }

    private List<Component> line(ComponentKey key) {
        List<Component> line = new ArrayList<>();
        line.add(code(KeyFacts.grouped(key.fingerprint())));
        line.add(Frame.data(key.algorithm()));
        key.capabilities().stream()
                .sorted()
                .forEach(c -> line.add(frame.paragraph("capability." + c.name().toLowerCase(Locale.ROOT))));
        if (key.revokedAt().isPresent()) {
            line.add(frame.paragraph("key.status.revoked"));
        }
        line.add(new Component.Paragraph(
                texts.of("detail.until", frame.dateOrNever(key.validity().to()))));
        return line;
    }
}
