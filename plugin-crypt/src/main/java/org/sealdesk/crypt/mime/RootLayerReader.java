package org.sealdesk.crypt.mime;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.mime.RootLayer.Malformed;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Spill;
import org.sealdesk.crypt.verdict.Technology;

/** Decides what the root of an entity is. */
final class RootLayerReader {

    /** A version part says eleven octets; more than this is none. */
    private static final int MAX_VERSION_OCTETS = 4 * 1024;

    private static final Set<Defect> UNUSABLE = Set.of(
            Defect.NO_BOUNDARY,
            Defect.LONG_BOUNDARY,
            Defect.ENCODED_MULTIPART,
            Defect.MALFORMED_FIELD,
            Defect.NO_PARTS,
            Defect.NO_BLANK_LINE,
            Defect.BARE_CR,
            Defect.NUL_OCTET);

    private final Spill spill;
    private final long maxOctets;
    private final long encodedOctets;

    RootLayerReader(Spill spill, long maxOctets) {
        this(spill, maxOctets, Long.MAX_VALUE);
    }

    /** @param encodedOctets so many of a part are decoded */
    RootLayerReader(Spill spill, long maxOctets, long encodedOctets) {
        this.spill = spill;
        this.maxOctets = maxOctets;
        this.encodedOctets = encodedOctets;
    }

    RootLayer read(MimePart root) throws IOException {
        ContentType type = root.type();
        if (type.is("multipart", "signed")) {
            return signed(root);
        }
        if (type.is("multipart", "encrypted")) {
            return encrypted(root);
        }
        if (type.is("multipart", "mixed")) {
            return mangled(root);
        }
        if (PartKinds.isCms(type) || PartKinds.isCmsSignature(type) || PartKinds.isCmsFile(root)) {
            return cms(root);
        }
        if (type.is("application", "pgp-keys")) {
            return new RootLayer.OpenPgpKeys(decoded(root));
        }
        boolean text = type.is("text", "plain") || type.is("application", "pgp");
        return text ? text(root) : new RootLayer.Plain();
    }

    private RootLayer signed(MimePart root) throws IOException {
        Optional<String> protocol = root.type().word("protocol");
        Optional<Technology> named = protocol.flatMap(PartKinds::protocolTechnology);
        Optional<Malformed> broken = brokenMultipart(root, named);
        if (broken.isPresent()) {
            return broken.get();
        }
        if (protocol.isPresent() && named.isEmpty()) {
            return new Malformed(
                    Malformed.Code.PROTOCOL_UNKNOWN,
                    named,
                    "multipart/signed with protocol \"" + Charsets.printable(protocol.get()) + "\"");
        }
        MimePart signaturePart = root.children().get(1);
        Optional<Technology> found = PartKinds.signatureTechnology(signaturePart);
        if (found.isEmpty() || (named.isPresent() && !named.equals(found))) {
            return new Malformed(
                    Malformed.Code.PROTOCOL_MISMATCH,
                    named.or(() -> found),
                    "multipart/signed with protocol " + protocol.orElse("(none)") + " has a signature part of type "
                            + signaturePart.type());
        }
        if (brokenSignaturePart(signaturePart)) {
            return new Malformed(
                    Malformed.Code.DUPLICATE, found, "the signature part states its type or encoding twice");
        }
        MimePart part = root.children().get(0);
        return new RootLayer.MultipartSigned(
                found.get(),
                part,
                part.canonicalEntity(),
                decoded(signaturePart),
                root.type().word("micalg"));
    }

    private static boolean brokenSignaturePart(MimePart part) {
        return part.has(Defect.DUPLICATE_FIELD) || part.has(Defect.NUL_OCTET);
    }

    private RootLayer encrypted(MimePart root) throws IOException {
        Optional<Technology> pgp = Optional.of(Technology.OPENPGP);
        Optional<Malformed> broken = brokenMultipart(root, pgp);
        if (broken.isPresent()) {
            return broken.get();
        }
        String protocol = root.type().word("protocol").orElse("application/pgp-encrypted");
        MimePart version = root.children().get(0);
        if (!protocol.equals("application/pgp-encrypted")) {
            return new Malformed(
                    Malformed.Code.PROTOCOL_UNKNOWN,
                    Optional.empty(),
                    "multipart/encrypted with protocol \"" + Charsets.printable(protocol) + "\"");
        }
        if (!PartKinds.isPgpVersion(version.type())) {
            return new Malformed(
                    Malformed.Code.PROTOCOL_MISMATCH,
                    pgp,
                    "the first part of multipart/encrypted is " + version.type() + ", not application/pgp-encrypted");
        }
        if (!saysVersion1(version)) {
            return new Malformed(
                    Malformed.Code.VERSION, pgp, "the part application/pgp-encrypted has no \"Version: 1\"");
        }
        return new RootLayer.PgpEncrypted(decoded(root.children().get(1)), RootLayer.PgpEncrypted.Form.STANDARD);
    }

    private boolean saysVersion1(MimePart part) throws IOException {
        if (part.body().size() > MAX_VERSION_OCTETS) {
            return false;
        }
        String text =
                DecodedText.of(decoded(part), part.type(), MAX_VERSION_OCTETS).text();
        return text.lines().anyMatch(l -> l.replaceAll("\\s", "").equalsIgnoreCase("Version:1"));
    }

    /** Some servers turn multipart/encrypted into multipart/mixed, with an empty text in front. */
    private RootLayer mangled(MimePart root) throws IOException {
        List<MimePart> parts = root.children();
        int skip = parts.size() == 3 && isEmptyText(parts.get(0)) ? 1 : 0;
        boolean fits = parts.size() == skip + 2
                && PartKinds.isPgpVersion(parts.get(skip).type())
                && PartKinds.isOctetStream(parts.get(skip + 1).type())
                && root.defects().stream().noneMatch(UNUSABLE::contains);
        return fits
                ? new RootLayer.PgpEncrypted(decoded(parts.get(skip + 1)), RootLayer.PgpEncrypted.Form.MANGLED)
                : new RootLayer.Plain();
    }

    private boolean isEmptyText(MimePart part) throws IOException {
        return part.type().is("text", "plain") && Blank.is(decoded(part));
    }

    private RootLayer cms(MimePart root) throws IOException {
        boolean twice =
                root.has(Defect.DUPLICATE_FIELD) || root.type().duplicates().contains("smime-type");
        if (twice) {
            return new Malformed(
                    Malformed.Code.DUPLICATE,
                    Optional.of(Technology.SMIME),
                    "Content-Type, its smime-type or Content-Transfer-Encoding is stated twice");
        }
        Content decoded = UnlabelledBase64.decoded(decoded(root), spill, maxOctets);
        return new RootLayer.CmsWrapped(decoded, root.type().word("smime-type"));
    }

    private RootLayer text(MimePart root) throws IOException {
        Content text = decoded(root);
        List<ArmourScan.Block> blocks = ArmourScan.blocks(text);
        List<ArmourScan.Block> complete = blocks.stream()
                .filter(b -> b.ending() == ArmourScan.Ending.COMPLETE)
                .toList();
        // A key sent along above the message does not hide the message.
        Optional<ArmourScan.Block> first = complete.stream()
                .filter(b -> b.label().isMessage())
                .findFirst()
                .or(() -> complete.stream().findFirst());
        if (first.isEmpty()) {
            return new RootLayer.Plain();
        }
        ArmourScan.Block block = first.get();
        Content inside = text.slice(block.from(), block.to());
        Content before = text.slice(0, block.from());
        Content after = text.slice(block.to(), text.size());
        return switch (block.label()) {
            case PGP_MESSAGE ->
                new RootLayer.InlinePgp(RootLayer.InlinePgp.Kind.MESSAGE, inside, root.type(), before, after);
            case PGP_SIGNED_MESSAGE ->
                new RootLayer.InlinePgp(RootLayer.InlinePgp.Kind.CLEAR_SIGNED, inside, root.type(), before, after);
            case PGP_PUBLIC_KEY, PGP_PRIVATE_KEY ->
                Blank.is(before) && Blank.is(after) ? new RootLayer.OpenPgpKeys(inside) : new RootLayer.Plain();
            case PKCS7, CMS ->
                Blank.is(before) && Blank.is(after)
                        ? new RootLayer.CmsWrapped(inside, Optional.empty())
                        : new RootLayer.Plain();
        };
    }

    private Optional<Malformed> brokenMultipart(MimePart root, Optional<Technology> technology) {
        if (root.has(Defect.DUPLICATE_FIELD) || root.has(Defect.DUPLICATE_PARAMETER)) {
            return Optional.of(new Malformed(
                    Malformed.Code.DUPLICATE, technology, root.type() + ": a field or parameter is stated twice"));
        }
        Optional<Defect> unusable =
                root.defects().stream().filter(UNUSABLE::contains).findFirst();
        if (unusable.isPresent()) {
            return Optional.of(
                    new Malformed(Malformed.Code.STRUCTURE, technology, root.type() + ": " + unusable.get()));
        }
        int count = root.children().size();
        return count == 2
                ? Optional.empty()
                : Optional.of(new Malformed(
                        Malformed.Code.PART_COUNT,
                        technology,
                        root.type() + " has " + count + " parts, the standard asks for 2"));
    }

    private Content decoded(MimePart part) throws IOException {
        Content body = part.body();
        return BodyDecoder.decoded(
                body.slice(0, Math.min(body.size(), encodedOctets)), part.encoding(), spill, maxOctets);
    }
}
