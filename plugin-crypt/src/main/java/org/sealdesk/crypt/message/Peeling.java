package org.sealdesk.crypt.message;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sealdesk.crypt.engine.CryptoEngine;
import org.sealdesk.crypt.engine.OpenContext;
import org.sealdesk.crypt.engine.Unwrapped;
import org.sealdesk.crypt.mime.CryptographicStructure;
import org.sealdesk.crypt.mime.DateField;
import org.sealdesk.crypt.mime.FromField;
import org.sealdesk.crypt.mime.HeaderProtection;
import org.sealdesk.crypt.mime.MimeParser;
import org.sealdesk.crypt.mime.MimePart;
import org.sealdesk.crypt.mime.ParseOutcome;
import org.sealdesk.crypt.mime.ProtectedHeaders;
import org.sealdesk.crypt.mime.RootLayer;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.verdict.Author;
import org.sealdesk.crypt.verdict.ErrantLayer;
import org.sealdesk.crypt.verdict.Evidence;
import org.sealdesk.crypt.verdict.Finding;
import org.sealdesk.crypt.verdict.FindingCode;
import org.sealdesk.crypt.verdict.JudgedSignature;
import org.sealdesk.crypt.verdict.Layer;
import org.sealdesk.crypt.verdict.SignatureOutcome;
import org.sealdesk.crypt.verdict.Technology;

/** One mail being opened, layer by layer from the root. */
final class Peeling {

    private final Engines engines;
    private final OpenContext context;
    private final Set<Technology> enabled;
    private final TrustEvaluator trust;
    private final List<Layer> layers = new ArrayList<>();
    private final List<ErrantLayer> errant = new ArrayList<>();
    private final List<Finding> remarks = new ArrayList<>();
    private Author author = new Author.Unclear("the mail was not taken apart");
    private @Nullable MimePart outer;
    private @Nullable MimePart payload;
    private @Nullable ProtectedHeaders protectedHeaders;
    private int compressions;

    Peeling(Engines engines, OpenContext context, Set<Technology> enabled) {
        this.engines = engines;
        this.context = context;
        this.enabled = enabled;
        this.trust = new TrustEvaluator(context.certificates());
    }

    Evidence evidence() {
        return new Evidence(author, layers, errant, remarks);
    }

    Optional<MimePart> outer() {
        return Optional.ofNullable(outer);
    }

    Optional<MimePart> payload() {
        return Optional.ofNullable(payload);
    }

    Optional<ProtectedHeaders> protectedHeaders() {
        return Optional.ofNullable(protectedHeaders);
    }

    void peel(Content mail) throws IOException {
        peelLayers(mail);
        if (outer != null) {
            remarks.addAll(new SignatureAge(DateField.of(outer.headers()), context.at()).findings(layers));
        }
        if (payload != null && outer != null) {
            protectedHeaders = HeaderProtection.read(payload, outer.headers());
            for (ProtectedHeaders.Mismatch mismatch : protectedHeaders.mismatches()) {
                remarks.add(Finding.of(
                        FindingCode.HEADER_MISMATCH,
                        mismatch.name(),
                        mismatch.inner(),
                        mismatch.outer().orElse("")));
            }
        }
    }

    private void peelLayers(Content mail) throws IOException {
        Optional<MimePart> root = parse(mail);
        if (root.isEmpty()) {
            return;
        }
        outer = root.get();
        author = FromField.of(outer).author();
        if (!MailLook.isMail(outer)) {
            remarks.add(Finding.of(FindingCode.NOT_A_MAIL));
        }
        MimePart entity = outer;
        // One round more than there may be layers: the last one finds that there are too many.
        for (int round = 0; round <= context.limits().cryptoLayers(); round++) {
            CryptographicStructure structure = CryptographicStructure.of(
                    entity, context.spill(), context.limits().inflatedOctets());
            Optional<MimePart> inner = peelOne(entity, structure, round);
            if (inner.isEmpty()) {
                return;
            }
            entity = inner.get();
            payload = entity;
        }
    }

    private Optional<MimePart> parse(Content content) throws IOException {
        ParseOutcome outcome = MimeParser.parse(content, context.limits());
        if (outcome instanceof ParseOutcome.LimitExceeded exceeded) {
            remarks.add(Finding.of(FindingCode.LIMIT, exceeded.limit().name(), exceeded.detail()));
            return Optional.empty();
        }
        return Optional.of(((ParseOutcome.Parsed) outcome).root());
    }

    /** @return the payload of the layer at the root, if there is a layer and it could be opened */
    private Optional<MimePart> peelOne(MimePart entity, CryptographicStructure structure, int round)
            throws IOException {
        RootLayer layer = structure.layer();
        if (layer instanceof RootLayer.Plain) {
            structure.errant().forEach(part -> errant.add(part.layer()));
            return Optional.empty();
        }
        if (layer instanceof RootLayer.OpenPgpKeys) {
            return Optional.empty();
        }
        if (layer instanceof RootLayer.Malformed malformed) {
            malformed(entity, malformed);
            structure.errant().forEach(part -> errant.add(part.layer()));
            return Optional.empty();
        }
        Technology technology = technology(layer);
        if (!enabled.contains(technology)) {
            remarks.add(Finding.of(FindingCode.NOT_CHECKED, technology + " is switched off"));
            return Optional.empty();
        }
        if (round >= context.limits().cryptoLayers()) {
            remarks.add(Finding.of(
                    FindingCode.LIMIT,
                    "CRYPTO-LAYERS",
                    "more than " + context.limits().cryptoLayers() + " layers within each other"));
            return Optional.empty();
        }
        if (layer instanceof RootLayer.MultipartSigned signed) {
            return multipartSigned(signed);
        }
        if (layer instanceof RootLayer.InlinePgp inline) {
            return inline(inline);
        }
        Content wrapped =
                layer instanceof RootLayer.PgpEncrypted e ? e.ciphertext() : ((RootLayer.CmsWrapped) layer).cms();
        return unwrapped(engines.of(technology).unwrap(wrapped, context), technology, wrappedKind(layer))
                .flatMap(this::parsePayload);
    }

    private static String wrappedKind(RootLayer layer) {
        boolean signed = layer instanceof RootLayer.CmsWrapped cms
                && cms.smimeType().map(t -> t.contains("signed")).orElse(false);
        return signed ? "signed" : "encrypted";
    }

    private Optional<MimePart> parsePayload(Content content) {
        try {
            return parse(content);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Technology technology(RootLayer layer) {
        if (layer instanceof RootLayer.MultipartSigned signed) {
            return signed.technology();
        }
        return layer instanceof RootLayer.CmsWrapped ? Technology.SMIME : Technology.OPENPGP;
    }

    private void malformed(MimePart entity, RootLayer.Malformed malformed) {
        boolean encrypted = entity.type().is("multipart", "encrypted");
        String kind =
                malformed.technology().map(Kinds::prefix).orElse("unknown") + (encrypted ? "encrypted" : "signed");
        layers.add(new Layer.Broken(
                kind,
                encrypted ? Layer.Claim.ENCRYPTION : Layer.Claim.SIGNATURE,
                "MIME-" + malformed.code().name().replace('_', '-'),
                malformed.detail()));
    }

    private Optional<MimePart> multipartSigned(RootLayer.MultipartSigned signed) throws IOException {
        CryptoEngine engine = engines.of(signed.technology());
        signatures(
                Kinds.prefix(signed.technology()) + "signed",
                engine.verifyDetached(signed.signed(), signed.signature(), context));
        return parse(signed.part().entity());
    }

    private Optional<MimePart> inline(RootLayer.InlinePgp inline) throws IOException {
        boolean clearSigned = inline.kind() == RootLayer.InlinePgp.Kind.CLEAR_SIGNED;
        if (inline.surroundings() != RootLayer.InlinePgp.Surroundings.NONE) {
            errant.add(new ErrantLayer("", clearSigned ? "pgp-signed" : "pgp-encrypted", true));
            return Optional.empty();
        }
        Unwrapped unwrapped = engines.openPgp().unwrap(inline.block(), context);
        Optional<Content> text = unwrapped(unwrapped, Technology.OPENPGP, clearSigned ? "signed" : "encrypted");
        return text.isPresent() ? parse(InlineText.asEntity(text.get(), inline.type())) : Optional.empty();
    }

    /** Notes what a wrapper gave. */
    private Optional<Content> unwrapped(Unwrapped unwrapped, Technology technology, String claim) {
        String prefix = Kinds.prefix(technology);
        if (unwrapped instanceof Unwrapped.Decrypted decrypted) {
            layers.add(new Layer.Encrypted(Kinds.encrypted(technology), decrypted.outcome()));
            if (!decrypted.signatures().isEmpty()) {
                signatures(prefix + "signed", decrypted.signatures());
            } else if (decrypted.signedInside()) {
                layers.add(new Layer.Broken(
                        prefix + "signed", Layer.Claim.SIGNATURE, "NO-SIGNATURE", "signed, and no signature in it"));
            }
            return Optional.of(decrypted.payload());
        }
        if (unwrapped instanceof Unwrapped.NotDecrypted failed) {
            layers.add(new Layer.Encrypted(Kinds.encrypted(technology), failed.outcome()));
            return Optional.empty();
        }
        if (unwrapped instanceof Unwrapped.Signed signed) {
            signatures(prefix + "signed", signed.signatures());
            return Optional.of(signed.payload());
        }
        if (unwrapped instanceof Unwrapped.Compressed compressed) {
            compressions++;
            if (compressions > context.limits().compressionLayers()) {
                remarks.add(Finding.of(
                        FindingCode.LIMIT,
                        "COMPRESSION-LAYERS",
                        "more than " + context.limits().compressionLayers() + " compressions within each other"));
                return Optional.empty();
            }
            layers.add(new Layer.Compressed(prefix + "compressed"));
            return Optional.of(compressed.payload());
        }
        if (unwrapped instanceof Unwrapped.Malformed malformed) {
            boolean signature = claim.equals("signed") || malformed.code().startsWith("CMS-NO-SIGNER");
            layers.add(new Layer.Broken(
                    prefix + claim,
                    signature ? Layer.Claim.SIGNATURE : Layer.Claim.ENCRYPTION,
                    malformed.code(),
                    malformed.detail()));
        }
        return Optional.empty();
    }

    private void signatures(String kind, List<SignatureOutcome> outcomes) {
        List<JudgedSignature> judged = outcomes.stream().map(trust::judge).toList();
        layers.add(new Layer.Signed(kind, judged));
    }
}
