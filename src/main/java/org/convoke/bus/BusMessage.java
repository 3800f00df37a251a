package org.convoke.bus;

/**
 * Whatever crosses the event bus: immutable records of values and ids, never a socket, buffer or
 * live object.
 */
public sealed interface BusMessage
    permits AdmissionQuery,
        AdmissionAnswer,
        BrowserCommand,
        BrowserReply,
        BrowserNotice,
        CallCommand,
        CallReply,
        Fact,
        Committed,
        IvrCommand,
        LegEvent,
        LegSpeech,
        PinChange,
        ProgramCommand,
        RoomCommand,
        RoomReply,
        RoomChange,
        SeatQuery,
        SeatReply,
        RoomNotice,
        VoiceCommand,
        VoiceReply {}
