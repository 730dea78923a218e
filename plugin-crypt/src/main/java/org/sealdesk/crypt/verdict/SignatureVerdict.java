package org.sealdesk.crypt.verdict;

/** One signature of the envelope with the status it has for this message. */
public record SignatureVerdict(JudgedSignature signature, SignatureStatus status) {}
