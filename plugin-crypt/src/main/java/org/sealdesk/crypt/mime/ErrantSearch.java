package org.sealdesk.crypt.mime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.mime.ErrantPart.Display;
import org.sealdesk.crypt.mime.ErrantPart.Kind;
import org.sealdesk.crypt.octets.Spill;
import org.sealdesk.crypt.verdict.Technology;

/** Finds what looks cryptographic below the root. */
final class ErrantSearch {

    private static final Set<Kind> FILES = Set.of(Kind.PGP_SIGNATURE_FILE, Kind.SMIME_SIGNATURE_FILE);

    private final Spill spill;
    private final long maxOctets;

    ErrantSearch(Spill spill, long maxOctets) {
        this.spill = spill;
        this.maxOctets = maxOctets;
    }

    List<ErrantPart> below(MimePart root) throws IOException {
        List<ErrantPart> found = new ArrayList<>();
        for (MimePart part : root.all()) {
            // What is inside an errant part belongs to it: it is named once.
            boolean inside = found.stream().anyMatch(e -> part.path().startsWith(e.path() + "."));
            if (!part.path().isEmpty() && !inside) {
                kind(part).ifPresent(k -> found.add(new ErrantPart(part, k, display(part, k))));
            }
        }
        return found;
    }

    private static Display display(MimePart part, Kind kind) {
        boolean attached =
                part.disposition().filter(d -> d.equals("attachment")).isPresent();
        return attached || FILES.contains(kind) ? Display.AS_FILE : Display.IN_MESSAGE;
    }

    private Optional<Kind> kind(MimePart part) throws IOException {
        ContentType type = part.type();
        if (type.is("multipart", "signed")) {
            return Optional.of(signedKind(part));
        }
        if (type.is("multipart", "encrypted") || PartKinds.isPgpVersion(type)) {
            return Optional.of(Kind.PGP_ENCRYPTED);
        }
        if (PartKinds.isPgpSignature(type)) {
            return Optional.of(Kind.PGP_SIGNATURE_FILE);
        }
        if (PartKinds.isCmsSignature(type)) {
            return Optional.of(Kind.SMIME_SIGNATURE_FILE);
        }
        if (PartKinds.isCms(type) || PartKinds.isCmsFile(part)) {
            return Optional.of(cmsKind(type));
        }
        if (type.is("text", "plain") || type.is("application", "pgp")) {
            return inline(part);
        }
        return PartKinds.isPgpFile(part) && !PartKinds.isCertificate(part) && !type.isMultipart()
                ? file(part)
                : Optional.empty();
    }

    private static Kind signedKind(MimePart part) {
        Optional<Technology> named = part.type()
                .word("protocol")
                .flatMap(PartKinds::protocolTechnology)
                .or(() -> part.children().stream().skip(1).findFirst().flatMap(PartKinds::signatureTechnology));
        return named.map(t -> t == Technology.OPENPGP ? Kind.PGP_SIGNED : Kind.SMIME_SIGNED)
                .orElse(Kind.UNKNOWN_SIGNED);
    }

    private static Kind cmsKind(ContentType type) {
        return switch (type.word("smime-type").orElse("")) {
            case "signed-data" -> Kind.SMIME_SIGNED;
            case "enveloped-data", "authenveloped-data" -> Kind.SMIME_ENVELOPED;
            case "compressed-data" -> Kind.SMIME_COMPRESSED;
            default -> Kind.SMIME_UNLABELLED;
        };
    }

    private Optional<Kind> inline(MimePart part) throws IOException {
        for (ArmourScan.Block block : ArmourScan.blocks(BodyDecoder.decoded(part, spill, maxOctets))) {
            Optional<Kind> kind = switch (block.label()) {
                case PGP_MESSAGE -> Optional.of(Kind.PGP_ENCRYPTED);
                case PGP_SIGNED_MESSAGE -> Optional.of(Kind.PGP_SIGNED);
                case PKCS7, CMS -> Optional.of(Kind.SMIME_UNLABELLED);
                case PGP_PUBLIC_KEY, PGP_PRIVATE_KEY -> Optional.empty();
            };
            if (kind.isPresent()) {
                return kind;
            }
        }
        return Optional.empty();
    }

    /** An .asc file may hold a key, which is no layer, or a signature. */
    private Optional<Kind> file(MimePart part) throws IOException {
        return PartKinds.hasEnding(part, ".asc") ? inline(part) : Optional.of(Kind.PGP_ENCRYPTED);
    }
}
