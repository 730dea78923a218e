package org.sealdesk.crypt.mime;

import java.util.Optional;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.verdict.Technology;

/** What the root of an entity is to cryptography (RFC 9787, section 4): one layer, or none. */
public sealed interface RootLayer {

    /** No cryptography at the root. */
    record Plain() implements RootLayer {}

    /**
     * RFC 1847, RFC 3156 section 5, RFC 8551 section 3.5.3.
     *
     * @param part the signed part; its {@link MimePart#entity()} are the octets as they are here
     * @param signed the same with CRLF line ends: what a signature is over
     * @param signature after transfer decoding
     * @param micalg as written, lower case; empty if missing
     */
    record MultipartSigned(
            Technology technology, MimePart part, Content signed, Content signature, Optional<String> micalg)
            implements RootLayer {}

    /**
     * RFC 3156, section 4.
     *
     * @param ciphertext after transfer decoding
     */
    record PgpEncrypted(Content ciphertext, Form form) implements RootLayer {

        public enum Form {
            /** multipart/encrypted. */
            STANDARD,
            /** multipart/mixed with the same parts, what some mail servers make of it. */
            MANGLED
        }
    }

    /**
     * CMS as a whole body: RFC 8551, sections 3.2 to 3.5.2, and what is sent in its place.
     *
     * @param cms after transfer decoding: DER, BER or PEM
     * @param smimeType as labelled, lower case; a label proves nothing
     */
    record CmsWrapped(Content cms, Optional<String> smimeType) implements RootLayer {}

    /**
     * Armour in a text.
     *
     * @param block from its BEGIN line to its END line
     * @param type of the text, for its character set
     * @param before text before the block, which nothing protects
     * @param after text after the block, further blocks included, which nothing protects
     */
    record InlinePgp(Kind kind, Content block, ContentType type, Content before, Content after) implements RootLayer {

        public enum Kind {
            /** Encrypted, or signed and not readable without unwrapping. */
            MESSAGE,
            /** Readable text with a signature below. */
            CLEAR_SIGNED
        }

        /** Which parts of the text nothing protects. */
        public enum Surroundings {
            NONE,
            TEXT
        }

        /** Whether anything but white space stands around the block. */
        public Surroundings surroundings() throws java.io.IOException {
            return Blank.is(before) && Blank.is(after) ? Surroundings.NONE : Surroundings.TEXT;
        }
    }

    /** Keys and nothing else: application/pgp-keys, or a text with a key block. */
    record OpenPgpKeys(Content keys) implements RootLayer {}

    /**
     * Meant to be cryptographic and against the rules of its format, so that readers would disagree.
     *
     * @param technology what it was meant to be, if it says so
     * @param detail the rule and the values, in English
     */
    record Malformed(Code code, Optional<Technology> technology, String detail) implements RootLayer {

        public enum Code {
            /** Not exactly two parts. */
            PART_COUNT,
            /** The protocol parameter and the part's type differ. */
            PROTOCOL_MISMATCH,
            /** A protocol nobody knows. */
            PROTOCOL_UNKNOWN,
            /** A field or a deciding parameter occurs twice. */
            DUPLICATE,
            /** The multipart has no usable boundary, a transfer encoding, or a boundary beyond the limit. */
            STRUCTURE,
            /** The version part of an encrypted mail does not say version 1. */
            VERSION
        }
    }
}
