package org.sealdesk.crypt.mime;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.mime.ProtectedHeaders.Mismatch;
import org.sealdesk.crypt.mime.ProtectedHeaders.Scheme;

/** Reads protected header fields and compares them with what stands outside. */
final class ProtectedHeadersReader {

    /** What the reader sees of a mail's origin and place; differences in other fields mean nothing. */
    private static final Set<String> COMPARED =
            Set.of("from", "to", "cc", "reply-to", "date", "subject", "message-id", "in-reply-to", "references");

    /** Of these a message has one; a second one makes the field useless. */
    private static final Set<String> SINGLE = Set.of(
            "from", "to", "cc", "reply-to", "sender", "date", "subject", "message-id", "in-reply-to", "references");

    private static final Set<String> HIDDEN_SUBJECTS = Set.of("...", "[...]", "encrypted message");

    private final MimePart payload;
    private final Headers outer;
    private final Set<String> ignored = new LinkedHashSet<>();

    ProtectedHeadersReader(MimePart payload, Headers outer) {
        this.payload = payload;
        this.outer = outer;
    }

    ProtectedHeaders read() {
        Scheme scheme = scheme();
        Headers inside = payload.headers().only(f -> !isStructural(f) && !f.isNamed(HeaderProtection.OUTER));
        inside.fields().stream().filter(ReservedHeaders::isControl).forEach(f -> ignored.add(f.name()));
        if (scheme == Scheme.NONE) {
            return new ProtectedHeaders(scheme, Headers.NONE, List.of(), List.copyOf(ignored), Set.of());
        }
        Headers fields = inside.only(f -> !ReservedHeaders.isControl(f) && isUnambiguous(inside, f));
        Headers recorded = recordedOuter();
        return new ProtectedHeaders(
                scheme,
                fields,
                mismatches(scheme, fields, recorded),
                List.copyOf(ignored),
                confidential(scheme, fields, recorded));
    }

    private Scheme scheme() {
        ContentType type = payload.type();
        boolean twice = type.duplicates().contains("hp") || payload.has(Defect.DUPLICATE_FIELD);
        if (twice) {
            return Scheme.NONE;
        }
        return switch (type.word("hp").orElse("")) {
            case "clear" -> Scheme.CLEAR;
            case "cipher" -> Scheme.CIPHER;
            default ->
                type.word("protected-headers").filter(v -> v.equals("v1")).isPresent() ? Scheme.OLD : Scheme.NONE;
        };
    }

    private static boolean isStructural(HeaderField field) {
        return OutgoingMessage.isContent(field) || field.isNamed("MIME-Version");
    }

    private boolean isUnambiguous(Headers inside, HeaderField field) {
        boolean repeated =
                SINGLE.contains(field.key()) && inside.all(field.name()).size() > 1;
        if (repeated) {
            ignored.add(field.name());
        }
        return !repeated;
    }

    /** What the sender says stood outside when the mail left. */
    private Headers recordedOuter() {
        List<HeaderField> fields = new ArrayList<>();
        for (HeaderField record : payload.headers().all(HeaderProtection.OUTER)) {
            String raw = record.raw();
            int colon = raw.indexOf(':');
            String name = colon < 0 ? "" : raw.substring(0, colon).strip();
            if (HeaderField.isName(name)) {
                fields.add(new HeaderField(name, raw.substring(colon + 1)));
            }
        }
        return new Headers(fields);
    }

    private List<Mismatch> mismatches(Scheme scheme, Headers fields, Headers recorded) {
        List<Mismatch> found = new ArrayList<>();
        for (HeaderField field : fields.fields()) {
            if (!COMPARED.contains(field.key())) {
                continue;
            }
            boolean isRecorded = scheme == Scheme.CIPHER && !recorded.fields().isEmpty();
            boolean from = field.isNamed("From");
            // From is compared with what the reader sees, whatever the sender recorded.
            Optional<HeaderField> expected = isRecorded && !from ? recorded.first(field.name()) : Optional.of(field);
            Optional<HeaderField> actual = outer.first(field.name());
            if (!same(expected, actual) && !isHiddenSubject(scheme, field, actual)) {
                found.add(new Mismatch(field.name(), field.text(), actual.map(HeaderField::text)));
            }
        }
        return found;
    }

    private static boolean isHiddenSubject(Scheme scheme, HeaderField field, Optional<HeaderField> actual) {
        return scheme != Scheme.CLEAR
                && field.isNamed("Subject")
                && actual.map(a -> a.text().strip().toLowerCase(Locale.ROOT))
                        .filter(t -> HIDDEN_SUBJECTS.contains(t) || t.startsWith(HeaderProtection.HIDDEN_SUBJECT))
                        .isPresent();
    }

    private static boolean same(Optional<HeaderField> a, Optional<HeaderField> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() == b.isEmpty();
        }
        if (a.get().isNamed("From")) {
            FromField first = FromField.of(new Headers(List.of(a.get())));
            FromField second = FromField.of(new Headers(List.of(b.get())));
            if (first instanceof FromField.Known one && second instanceof FromField.Known other) {
                return one.address().equals(other.address());
            }
        }
        return squeezed(a.get()).equals(squeezed(b.get()));
    }

    private static String squeezed(HeaderField field) {
        return field.text().replaceAll("\\s+", " ").strip();
    }

    /** RFC 9788, section 4.3.1: confidential is what did not stand outside as it stands inside. */
    private Set<String> confidential(Scheme scheme, Headers fields, Headers recorded) {
        Set<String> names = new LinkedHashSet<>();
        if (scheme == Scheme.CIPHER || scheme == Scheme.OLD) {
            Headers outside = scheme == Scheme.CIPHER ? recorded : outer;
            fields.fields().stream()
                    .filter(f -> !same(Optional.of(f), outside.first(f.name())))
                    .forEach(f -> names.add(f.key()));
        }
        return names;
    }
}
