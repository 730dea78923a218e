package org.sealdesk.crypt.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Component;
import org.sealdesk.api.admin.Component.Chip;
import org.sealdesk.api.admin.Component.Field;
import org.sealdesk.api.admin.Component.Form;
import org.sealdesk.api.admin.Component.Link;
import org.sealdesk.api.admin.Component.Section;
import org.sealdesk.api.admin.Component.Table;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.Tone;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.message.CertificateChoice;
import org.sealdesk.crypt.message.CertificateChooser;
import org.sealdesk.crypt.text.Texts;
import org.sealdesk.crypt.verdict.Technology;

/** Says which key mail to or from an address would use now, why, and why not the others. Chooses as sending does. */
final class WhichKeyPage implements AdminPage {

    static final String PATH = "which-key";

    private final AdminParts parts;
    private final Frame frame;
    private final Texts texts;
    private final CertificateChooser chooser;

    WhichKeyPage(AdminParts parts, Frame frame) {
        this.parts = parts;
        this.frame = frame;
        this.texts = parts.texts();
        this.chooser = new CertificateChooser(parts.keystore(), parts.usability()::of);
    }

    @Override
    public Outcome handle(AdminRequest request, List<String> path) {
        String typed = request.param("address").orElse("").strip();
        List<Component> body = new ArrayList<>();
        body.add(frame.paragraph("which.what"));
        body.add(form(typed));
        if (!typed.isEmpty()) {
            Optional<MailAddress> address = MailAddress.parse(typed);
            if (address.isPresent()) {
                answers(address.get(), body);
            } else {
                body.add(new Component.Banner(Tone.WARN, texts.of("which.noaddress", typed), List.of()));
            }
        }
        return new Outcome.Page(frame.view("crypt.which-key", texts.of("which.title"), List.of(), body, List.of()));
    }

    private Form form(String typed) {
        Field field = new Field(
                "address",
                Field.Kind.SEARCH,
                texts.of("which.address"),
                typed,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                true);
        return new Form("which", PATH, false, List.of(field), texts.of("which.ask"), Map.of());
    }

    private void answers(MailAddress address, List<Component> body) {
        for (Technology technology : Technology.values()) {
            if (!parts.settings().isOn(technology)) {
                continue;
            }
            Text name = frame.name(technology);
            body.add(section(
                    "encrypt-" + KeyPaths.list(technology),
                    texts.of("which.encrypt", name),
                    chooser.recipient(address, technology, parts.now())));
            boolean ours = parts.keystore().byAddress(address).stream()
                    .anyMatch(c -> c.hasSecret() && c.certificate().technology() == technology);
            if (ours) {
                body.add(section(
                        "sign-" + KeyPaths.list(technology),
                        texts.of("which.sign", name),
                        chooser.signer(address, technology, parts.now())));
            }
        }
        if (body.stream().noneMatch(Section.class::isInstance)) {
            body.add(frame.paragraph("problem.technology.off"));
        }
    }

    private Section section(String id, Text title, CertificateChoice choice) {
        List<Table.TableRow> rows = new ArrayList<>();
        Text answer;
        if (choice instanceof CertificateChoice.Chosen chosen) {
            String why = chosen.why().name().toLowerCase(Locale.ROOT).replace('_', '-');
            answer = texts.of("which.used", chosen.stored().certificate().displayName(), texts.of("which.why." + why));
            rows.add(row(
                    chosen.stored(),
                    new Chip(texts.of("which.this"), Tone.GOOD, "check"),
                    texts.of("which.why." + why)));
        } else {
            answer = texts.of("which.none", problem(choice.code()));
        }
        for (CertificateChoice.Passed passed : choice.others()) {
            Chip chip = new Chip(texts.of("which.notused"), Tone.MUTED, "cross");
            rows.add(row(passed.stored(), chip, passed.isUsable() ? texts.of(passed.code()) : problem(passed.code())));
        }
        List<Component> body = new ArrayList<>(List.of(new Component.Paragraph(answer)));
        if (!rows.isEmpty()) {
            body.add(table(id, title, rows));
        }
        return new Section(id, title, body);
    }

    private Text problem(String code) {
        return texts.find("problem." + code).orElseGet(() -> Text.data(code));
    }

    private Table table(String id, Text title, List<Table.TableRow> rows) {
        return new Table(
                id + "-keys",
                title,
                List.of(
                        new Table.Column("who", texts.of("which.key"), false),
                        new Table.Column("fingerprint", texts.of("list.fingerprint"), false),
                        new Table.Column("trust", texts.of("filter.trust"), false),
                        new Table.Column("from", texts.of("list.created"), false),
                        new Table.Column("use", texts.of("list.status"), false),
                        new Table.Column("why", texts.of("which.reason"), false)),
                rows,
                Optional.empty(),
                Optional.empty(),
                new Component.Empty(texts.of("audit.empty"), List.of()));
    }

    private Table.TableRow row(StoredCertificate stored, Chip chip, Text why) {
        Certificate certificate = stored.certificate();
        return new Table.TableRow(
                certificate.fingerprint().hex(),
                List.of(
                        new Link(Text.data(certificate.displayName()), KeyPaths.detail(certificate)),
                        Frame.data(KeyFacts.grouped(certificate.fingerprint())),
                        new Component.Paragraph(
                                texts.of(KeyForms.trustKey(stored.facts().trust()))),
                        new Component.Paragraph(
                                frame.date(certificate.validity().from())),
                        chip,
                        new Component.Paragraph(why)),
                List.of(),
                Tone.NEUTRAL);
    }
}
